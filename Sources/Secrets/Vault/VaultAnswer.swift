import JSON

/// What the server answered.
struct VaultAnswer {
  var status: Int
  var body: JSONValue

  /// Whether it did what was asked.
  var isSuccess: Bool { (200...299).contains(status) }

  /// What the server says is wrong, in one line, or nil.
  var complaint: String? {
    let texts = (body["errors"]?.array ?? []).compactMap(\.string) + (body["warnings"]?.array ?? []).compactMap(\.string)
    let line = texts.joined(separator: "; ").unicodeScalars.map {
      $0.value < 0x20 || (0x7f...0x9f).contains($0.value) ? " " : Character($0)
    }
    let words = String(line).split(separator: " ").joined(separator: " ")
    return words.isEmpty ? nil : String(words.prefix(200))
  }
}
