/// Where a symbolic link leads.
package enum LinkTarget {
  /// Whether a link at `path` leads out of the tree, or into its `.git`: by its text alone.
  package static func leavesTree(_ target: String, from path: String) -> Bool {
    guard !target.hasPrefix("/"), !target.isEmpty else { return true }
    var place = path.split(separator: "/").dropLast().map(String.init)
    for part in target.split(separator: "/") {
      switch part {
      case ".": continue
      case "..":
        guard !place.isEmpty else { return true }
        place.removeLast()
      default: place.append(String(part))
      }
    }
    return place.contains { $0.lowercased() == ".git" }
  }
}
