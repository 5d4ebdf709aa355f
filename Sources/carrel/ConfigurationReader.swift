import Configuration
import Interface
import Model
import Platform

/// The configuration for the interface: its keys, and what it says where.
struct ConfigurationReader: Sendable {
  let paths: SettingsPaths
  let environment: [String: String]

  /// Reads the file as it is now. With an error in it the keys stay as they are.
  func read() -> InterfaceConfiguration {
    let path = paths.config
    let text: String
    do throws(PlatformError) {
      text = Files.exists(path) ? try Files.readText(path, limit: 1 << 20) : ""
    } catch {
      return InterfaceConfiguration(keymap: nil, settings: [], problems: [error.text])
    }
    let (settings, problems) = Settings.load(text: text, path: path, environment: environment)
    let fails = problems.contains { $0.severity == .error }
    return InterfaceConfiguration(
      keymap: fails ? nil : Keymap(overrides: settings.keys), settings: rows(settings, text),
      publication: settings.usualPublication, problems: problems.map(\.text))
  }

  /// The rows of the settings page: the files first.
  private func rows(_ settings: Settings, _ text: String) -> [SettingRow] {
    let own = Files.exists(paths.config) ? "read" : "not there; the defaults hold"
    let places = [
      ("configuration", paths.config, own), ("state", paths.state, ""), ("service log", paths.log, ""), ("themes", paths.themes, ""),
    ]
    return places.map { SettingRow(name: $0.0, value: $0.1, origin: $0.2) }
      + settings.inForce(text: text, path: paths.config, environment: environment).map {
        SettingRow(name: $0.name, value: $0.value, origin: $0.origin)
      }
      + settings.keys.map { line in
        SettingRow(
          name: "keys.\(line.name)", value: line.keys.map(\.name).joined(separator: " "),
          origin: line.place.map { "\(paths.config.split(separator: "/").last ?? ""):\($0.line)" } ?? "")
      }
  }
}
