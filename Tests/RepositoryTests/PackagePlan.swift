/// The targets of Package.swift and what each may import.
struct PackagePlan {
  /// The targets that each target names, by name.
  private(set) var dependencies: [String: Set<String>] = [:]

  /// Reads the text of Package.swift: the calls of `module`, `tests` and of the package description's own target functions.
  init(_ text: String) {
    let body = text.firstRange(of: "targets: [").map { text[$0.upperBound...] } ?? ""
    let calls = ["module(", "tests(", ".target(", ".executableTarget(", ".testTarget("]
    var rest = body[...]
    while let call = calls.compactMap({ rest.firstRange(of: $0) }).min(by: { $0.lowerBound < $1.lowerBound }) {
      rest = rest[call.upperBound...]
      let inside = Self.upToClose(rest)
      rest = rest[inside.endIndex...]
      guard let name = Self.strings(inside).first else { continue }
      let list: Substring
      if let named = inside.firstRange(of: "dependencies:") {
        list = Self.brackets(inside[named.upperBound...])
      } else {
        list = inside.contains("name:") ? "" : Self.brackets(inside)
      }
      dependencies[name] = Set(Self.strings(list))
    }
  }

  private static func upToClose(_ text: Substring) -> Substring {
    var depth = 1
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      if depth == 0 { return text[..<index] }
    }
    return text
  }

  private static func brackets(_ text: Substring) -> Substring {
    guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else { return "" }
    return text[open..<close]
  }

  private static func strings(_ text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}
