/// Replaces known secrets by `[redacted]`, wherever they appear: as they are, base64 (plain and URL-safe, at any alignment), percent-encoded and
/// JSON-escaped. An Aho-Corasick automaton: linear in the text whatever the number of secrets. What is compressed, encrypted or spelt out cannot be
/// found. A value; sharing it is cheap.
package struct Redactor: Sendable {
  /// Secrets shorter than this many bytes are not looked for: they would hit innocent text.
  package static let minimumLength = 8
  /// What stands in place of a secret.
  package static let replacement = "[redacted]"

  let automaton: RedactionAutomaton?

  /// A redactor for these secrets; those that are too short are left out.
  package init(_ secrets: some Sequence<String>) {
    var patterns: Set<[UInt8]> = []
    for secret in secrets where secret.utf8.count >= Self.minimumLength { patterns.formUnion(SecretForms.all(of: Array(secret.utf8))) }
    automaton = patterns.isEmpty ? nil : RedactionAutomaton(patterns.sorted { $0.lexicographicallyPrecedes($1) })
  }

  /// Whether there is nothing to look for.
  package var isEmpty: Bool { automaton == nil }

  /// The bytes without the secrets in them.
  package func redact(_ bytes: [UInt8]) -> [UInt8] {
    guard automaton != nil else { return bytes }
    var stream = stream()
    return stream.append(bytes) + stream.finish()
  }

  /// The text without the secrets in it.
  package func redact(_ text: String) -> String {
    guard automaton != nil else { return text }
    return String(decoding: redact(Array(text.utf8)), as: UTF8.self)
  }

  /// For bytes that come in pieces.
  package func stream() -> RedactionStream { RedactionStream(automaton) }
}
