/// A setting as it holds now, and where that comes from.
package struct SettingInForce: Hashable, Sendable {
  /// Its name with its table: `limits.minutes`, `engine.claude.model`, `repo.1.match`.
  package var name: String
  /// What holds, as TOML; what may be secret is hidden.
  package var value: String
  /// `config.toml:12`, the name of an environment variable, or `default`.
  package var origin: String
}
