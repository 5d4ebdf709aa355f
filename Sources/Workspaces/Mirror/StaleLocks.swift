/// Removes what a killed git leaves behind in a repository of ours.
enum StaleLocks {
  /// Removes `*.lock` files outside of the objects, and half-written objects and packs. Only when no git runs in the repository.
  static func remove(inRepository path: String) {
    for lock in list(inRepository: path) { StateFile.deleteFile(lock) }
    for name in StateFile.names(in: path + "/objects/pack") where name.hasPrefix("tmp_") {
      StateFile.deleteFile(path + "/objects/pack/" + name)
    }
  }

  /// The `*.lock` files outside of the objects.
  static func list(inRepository path: String, depth: Int = 12) -> [String] {
    guard depth > 0 else { return [] }
    return StateFile.names(in: path).filter { $0 != "objects" }.flatMap { name -> [String] in
      let child = path + "/" + name
      if name.hasSuffix(".lock") { return [child] }
      return StateFile.isRealDirectory(child) ? list(inRepository: child, depth: depth - 1) : []
    }
  }
}
