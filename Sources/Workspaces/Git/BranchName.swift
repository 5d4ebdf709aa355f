/// Branch names: whether git would take one, and which one is free. Pure.
package enum BranchName {
  /// Whether the text can be a branch (git-check-ref-format, plus no `@{`, no leading dash, at most 200 bytes).
  package static func isValid(_ name: String) -> Bool {
    guard !name.isEmpty, name.utf8.count <= 200, name != "@", name != "HEAD", !name.hasPrefix("-"), !name.contains("@{"),
      !name.contains("..")
    else { return false }
    for byte in name.utf8 where byte <= 0x20 || byte == 0x7F || "~^:?*[\\".utf8.contains(byte) { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && !part.hasPrefix(".") && !part.hasSuffix(".") && !part.hasSuffix(".lock")
    }
  }

  /// The wanted name, or the first of `wanted-2`, `wanted-3`, … that neither exists nor stands in the way of an existing one. A name
  /// whose directory is itself a branch (`carrel/x` beside `carrel`) becomes `carrel-x`. Nil after 200 attempts.
  package static func free(_ wanted: String, taken: Set<String>) -> String? {
    var blocked: Set<String> = []
    for name in taken {
      var part = name[...]
      while let slash = part.lastIndex(of: "/") {
        part = part[..<slash]
        blocked.insert(String(part))
      }
    }
    var stem = wanted
    var prefix = wanted[...]
    while let slash = prefix.lastIndex(of: "/") {
      prefix = prefix[..<slash]
      if taken.contains(String(prefix)) {
        stem = wanted.replacing("/", with: "-")
        break
      }
    }
    for number in 1...200 {
      let name = number == 1 ? stem : "\(stem)-\(number)"
      if !taken.contains(name), !blocked.contains(name) { return name }
    }
    return nil
  }
}
