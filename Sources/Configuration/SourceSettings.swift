/// Where a secret comes from, of the keys `NAME_env`, `NAME_command` and `NAME_file`: at most one of them.
package struct SourceSettings: Hashable, Sendable {
  /// The environment variable.
  package var environment: String?
  /// The command that prints it.
  package var command: String?
  /// The file that holds it.
  package var file: String?

  /// None.
  package init() {}

  /// Whether none is named.
  package var isEmpty: Bool { environment == nil && command == nil && file == nil }
}
