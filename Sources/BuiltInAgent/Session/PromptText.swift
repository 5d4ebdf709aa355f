import JSON

/// The text of a prompt's content blocks.
enum PromptText {
  /// Longer prompts are refused.
  static let limit = 4 << 20

  /// Reads the `prompt` of `session/prompt`.
  /// - Throws: for blocks that are not offered (images, sound) and for a prompt without text.
  static func read(_ blocks: [JSONValue]) throws(RequestFailure) -> String {
    var parts: [String] = []
    for block in blocks {
      switch block["type"]?.string {
      case "text": parts.append(block["text"]?.string ?? "")
      case "resource":
        guard let text = block["resource"]?["text"]?.string else {
          throw .parameters("Reading the prompt: only text can be embedded.")
        }
        parts.append("<file uri=\"\(block["resource"]?["uri"]?.string ?? "")\">\n\(text)\n</file>")
      case "resource_link": parts.append("[see \(block["uri"]?.string ?? block["name"]?.string ?? "")]")
      case let kind: throw .parameters("Reading the prompt: content of the type \((kind ?? "?").prefix(40)) is not understood.")
      }
    }
    let text = parts.joined(separator: "\n")
    guard !text.allSatisfy(\.isWhitespace) else { throw .parameters("Reading the prompt: it is empty.") }
    guard text.utf8.count <= limit else { throw .parameters("Reading the prompt: it is longer than \(limit) bytes.") }
    return text
  }
}
