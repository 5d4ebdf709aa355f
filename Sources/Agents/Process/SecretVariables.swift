/// Which environment variables of an engine hold secrets.
enum SecretVariables {
  private static let words = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL"]

  /// The secret values of an environment: of the named variables, and of all whose name says so.
  static func values(_ environment: [String: String], named: [String]) -> [String] {
    environment.filter { name, _ in named.contains(name) || words.contains { name.uppercased().contains($0) } }.map(\.value)
  }
}
