/// Reads `git ls-remote --symref`. Pure.
struct RemoteReferences {
  /// Reference name → object id; peeled tags stand under the tag's own name.
  private(set) var objects: [String: String] = [:]
  /// The branch that `HEAD` stands for, without `refs/heads/`.
  private(set) var defaultBranch: String?

  init(_ bytes: [UInt8]) {
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let name = String(parts[1])
      if parts[0].hasPrefix("ref: ") {
        if name == "HEAD", parts[0].hasPrefix("ref: refs/heads/") { defaultBranch = String(parts[0].dropFirst(16)) }
      } else if name.hasSuffix("^{}") {
        objects[String(name.dropLast(3))] = String(parts[0])
      } else if objects[name] == nil {
        objects[name] = String(parts[0])
      }
    }
  }

  /// The branches, without `refs/heads/`.
  var branches: Set<String> {
    Set(objects.keys.lazy.filter { $0.hasPrefix("refs/heads/") }.map { String($0.dropFirst(11)) })
  }
}
