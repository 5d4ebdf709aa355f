package import Secrets

/// What a forge says, made fit for a sentence of ours.
package enum ForgeWords {
  /// Characters that are left of it.
  package static let limit = 300

  /// One line without control, direction and invisible characters, without a token, and not too long.
  package static func clean(_ text: String, hiding token: SecretBytes? = nil) -> String {
    // Far more than is shown, so that a token is not cut before it is recognised.
    var text = String(text.prefix(limit * 8))
    if let token, token.count > 0 {
      text = Redactor([token.text]).redact(text).replacing(token.text, with: "[secret]")
    }
    var result = ""
    var isSpace = true
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator:
        if !isSpace { result.append(" ") }
        isSpace = true
      case .format, .privateUse, .surrogate, .unassigned: continue
      default:
        result.unicodeScalars.append(scalar)
        isSpace = false
      }
    }
    if result.last == " " { result.removeLast() }
    return result.count > limit ? result.prefix(limit) + "…" : result
  }
}
