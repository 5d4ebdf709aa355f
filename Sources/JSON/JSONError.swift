/// Why bytes are not a JSON value.
package enum JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nothing but white space.
  case empty
  /// Not UTF-8.
  case badUTF8
  /// Nested deeper than `JSONValue.maximumDepth`.
  case tooDeep
  /// A number that no double holds, or that is no number.
  case badNumber
  /// A string with a wrong escape.
  case badString
  /// Not enough memory for it.
  case tooLarge
  /// Anything else: cut off, trailing content, a missing comma.
  case syntax

  /// What is wrong, as the end of the sentence "reading X as JSON failed: …".
  package var description: String {
    switch self {
    case .empty: "there is nothing in it"
    case .badUTF8: "it is not UTF-8"
    case .tooDeep: "it is nested deeper than \(JSONValue.maximumDepth) levels"
    case .badNumber: "it has a number that cannot be represented"
    case .badString: "it has a string with a wrong escape"
    case .tooLarge: "it does not fit into memory"
    case .syntax: "it is not well-formed, or cut off"
    }
  }
}
