import JSON

/// The text of a document tree as Markdown (Atlassian's "Document Format": headings, paragraphs, lists, code, quotes, links; of media only that they are there).
enum AtlassianDocument {
  /// The most bytes that are made of one; what is behind them is left out.
  private static let most = 256 << 10

  static func text(_ document: JSONValue) -> String {
    var result = ""
    blocks(document, indent: "", depth: 0, into: &result)
    while result.last == "\n" { result.removeLast() }
    return result
  }

  private static func blocks(_ parent: JSONValue, indent: String, depth: Int, into result: inout String) {
    guard depth < 40 else { return }
    for (number, node) in (parent["content"]?.array ?? []).enumerated() where result.utf8.count < most {
      switch node["type"]?.string {
      case "heading":
        let level = max(1, min(6, node["attrs"]?["level"]?.int ?? 1))
        result += indent + String(repeating: "#", count: level) + " " + inline(node) + "\n\n"
      case "codeBlock":
        result += "\(indent)```\(node["attrs"]?["language"]?.string ?? "")\n\(inline(node))\n\(indent)```\n\n"
      case "bulletList", "orderedList", "taskList", "decisionList":
        blocks(node, indent: indent, depth: depth + 1, into: &result)
        if indent.isEmpty { result += "\n" }
      case "listItem", "taskItem", "decisionItem":
        let mark = parent["type"]?.string == "orderedList" ? "\(number + 1). " : "- "
        var inner = ""
        blocks(node, indent: "", depth: depth + 1, into: &inner)
        if inner.isEmpty { inner = inline(node) }
        let lines = inner.split(separator: "\n")
        for (line, text) in lines.enumerated() { result += indent + (line == 0 ? mark : "  ") + text + "\n" }
      case "rule": result += "---\n\n"
      case "blockquote", "panel", "expand":
        var inner = ""
        blocks(node, indent: "", depth: depth + 1, into: &inner)
        for line in inner.split(separator: "\n") { result += "> \(line)\n" }
        result += "\n"
      case "tableRow":
        result +=
          "| "
          + (node["content"]?.array ?? []).map { cell in
            var inner = ""
            blocks(cell, indent: "", depth: depth + 1, into: &inner)
            return inner.split(separator: "\n").joined(separator: " ")
          }.joined(separator: " | ") + " |\n"
      case "table", "mediaSingle", "mediaGroup", "layoutSection", "layoutColumn":
        blocks(node, indent: indent, depth: depth + 1, into: &result)
      case "media": result += indent + "[attachment\((node["attrs"]?["alt"]?.string).map { ": \($0)" } ?? "")]\n\n"
      default:
        let text = inline(node)
        if !text.isEmpty { result += indent + text + "\n\n" }
      }
    }
  }

  private static func inline(_ parent: JSONValue) -> String {
    var result = ""
    for node in parent["content"]?.array ?? [] where result.utf8.count < most {
      switch node["type"]?.string {
      case "text":
        let text = node["text"]?.string ?? ""
        let link = node["marks"]?.array?.first { $0["type"]?.string == "link" }?["attrs"]?["href"]?.string
        result += link.map { $0 == text ? text : "[\(text)](\($0))" } ?? text
      case "hardBreak": result += "\n"
      case "mention", "emoji", "status", "date":
        result += node["attrs"]?["text"]?.string ?? node["attrs"]?["shortName"]?.string ?? node["attrs"]?["timestamp"]?.string ?? ""
      case "inlineCard": result += node["attrs"]?["url"]?.string ?? ""
      default: break
      }
    }
    return result
  }
}
