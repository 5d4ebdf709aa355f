/// Removes what a killed git leaves behind in a repository of ours.
enum StaleLocks {
  /// Removes `*.lock` files outside of the objects, and half-written objects and packs. Only when no git runs in the repository.
  static func remove(inRepository path: String) {
    removeLocks(in: path, depth: 12)
    for name in StateFile.names(in: path + "/objects/pack") where name.hasPrefix("tmp_") {
      StateFile.deleteFile(path + "/objects/pack/" + name)
    }
  }

  private static func removeLocks(in path: String, depth: Int) {
    guard depth > 0 else { return }
    for name in StateFile.names(in: path) where name != "objects" {
      let child = path + "/" + name
      if name.hasSuffix(".lock") {
        StateFile.deleteFile(child)
      } else if StateFile.isRealDirectory(child) {
        removeLocks(in: child, depth: depth - 1)
      }
    }
  }
}
