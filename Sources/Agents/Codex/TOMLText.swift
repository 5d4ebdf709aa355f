/// Values as TOML text, for programs whose settings are given so (https://toml.io/en/v1.0.0).
enum TOMLText {
  /// A basic string.
  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// An array of strings.
  static func strings(_ texts: [String]) -> String { "[\(texts.map(string).joined(separator: ","))]" }

  /// An inline table; keys are quoted, values are TOML already.
  static func table(_ members: [(String, String)]) -> String {
    "{\(members.map { "\(string($0.0))=\($0.1)" }.joined(separator: ","))}"
  }
}
