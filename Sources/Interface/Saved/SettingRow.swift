/// A row of the settings page.
package struct SettingRow: Hashable, Sendable {
  /// The setting's name with its table: `limits.minutes`.
  package var name: String
  /// What holds, as TOML.
  package var value: String
  /// Where that comes from: `config.toml:12`, `DEFAULT_ENGINE`, or `default`.
  package var origin: String

  /// A row.
  package init(name: String, value: String, origin: String) {
    self.name = name
    self.value = value
    self.origin = origin
  }
}
