/// Images in an issue's Markdown become plain links: nothing is fetched, and whoever reads the text sees where they are.
enum IssueImages {
  /// The text with `![words](address)` and `<img src="address">` as links. Lines in code fences stay as they are.
  /// - Parameter page: the issue's own address, which others are relative to.
  static func asLinks(_ text: String, page: String) -> String {
    guard text.contains("![") || text.contains("<img") || text.contains("<IMG") else { return text }
    var inFence = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let start = line.drop { $0 == " " || $0 == "\t" }
      if start.hasPrefix("```") || start.hasPrefix("~~~") { inFence.toggle() }
      return inFence ? String(line) : tags(in: marks(in: String(line), page), page)
    }.joined(separator: "\n")
  }

  private static func marks(in line: String, _ page: String) -> String {
    guard line.contains("![") else { return line }
    var result = ""
    var rest = line[...]
    while let mark = rest.firstRange(of: "![") {
      result += rest[..<mark.lowerBound]
      let after = rest[mark.upperBound...]
      guard let middle = after.firstRange(of: "]("), let close = after[middle.upperBound...].firstIndex(of: ")") else {
        result += rest[mark]
        rest = after
        continue
      }
      let words = after[..<middle.lowerBound]
      let target = after[middle.upperBound..<close].split(separator: " ").first ?? ""
      result += "[image\(words.isEmpty ? "" : ": \(words)")](\(absolute(String(target), page)))"
      rest = after[after.index(after: close)...]
    }
    return result + rest
  }

  private static func tags(in line: String, _ page: String) -> String {
    var result = ""
    var rest = line[...]
    while let open = rest.firstRange(of: "<img") ?? rest.firstRange(of: "<IMG") {
      let after = rest[open.upperBound...]
      guard let close = after.firstIndex(of: ">"), let next = after.first, next.isWhitespace || next == "/" || next == ">" else {
        result += rest[..<open.upperBound]
        rest = after
        continue
      }
      result += rest[..<open.lowerBound]
      let tag = after[..<close]
      let words = attribute("alt", of: tag) ?? ""
      if let source = attribute("src", of: tag) {
        result += "[image\(words.isEmpty ? "" : ": \(words)")](\(absolute(source, page)))"
      }
      rest = after[after.index(after: close)...]
    }
    return result + rest
  }

  private static func attribute(_ name: String, of tag: Substring) -> String? {
    guard let at = tag.firstRange(of: "\(name)=") ?? tag.firstRange(of: "\(name.uppercased())=") else { return nil }
    let value = tag[at.upperBound...]
    guard let quote = value.first, quote == "\"" || quote == "'" else { return String(value.prefix { !$0.isWhitespace && $0 != "/" }) }
    return String(value.dropFirst().prefix { $0 != quote })
  }

  /// An address that others can follow: what is relative begins at the issue's host, GitLab's uploads at its project.
  private static func absolute(_ target: String, _ page: String) -> String {
    guard target.hasPrefix("/"), !target.hasPrefix("//"), let scheme = page.firstRange(of: "://") else { return target }
    if target.hasPrefix("/uploads/"), let issues = page.firstRange(of: "/-/issues/") ?? page.firstRange(of: "/issues/") {
      return page[..<issues.lowerBound] + target
    }
    let rest = page[scheme.upperBound...]
    return page[..<(rest.firstIndex(of: "/") ?? page.endIndex)] + target
  }
}
