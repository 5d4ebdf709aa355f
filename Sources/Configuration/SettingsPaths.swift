/// Where everything of a user lies (CONTRACT.md, "Files"; XDG Base Directory Specification). Pure: makes no directory.
package struct SettingsPaths: Hashable, Sendable {
  /// The longest path that a Unix socket can have, in bytes (unix(7), without the closing zero).
  package static let longestSocket = 107

  /// The configuration file.
  package let config: String
  /// The state directory.
  package let state: String
  /// The directory that the socket lies in: the state directory, or one in /tmp when that one's path is too long. Must be the user's own, mode 0700.
  package let socketDirectory: String
  /// The service's socket.
  package let socket: String
  /// The service's lock.
  package let lock: String
  /// The service's log.
  package let log: String
  /// The event log.
  package let database: String
  /// The state directory of the demonstration.
  package let demo: String
  /// The user's own themes.
  package let themes: String
  /// The theme that the environment asks for.
  package let theme: String?

  /// The paths of a user: `CARREL_CONFIG` (a file), `CARREL_STATE_DIR` (the directory itself), `CARREL_THEME`, else the XDG variables when they are absolute, else the
  /// places below the home. Relative overrides are taken from `PWD`.
  package init(environment: [String: String], uid: UInt32, home: String) {
    func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    func override(_ name: String) -> String? {
      guard let path = given(name) else { return nil }
      guard !path.hasPrefix("/"), let directory = given("PWD"), directory.hasPrefix("/") else { return path }
      return directory + (directory.hasSuffix("/") ? "" : "/") + path
    }
    let own = given("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
    func base(_ name: String, _ usual: String) -> String {
      let path = given(name).flatMap { $0.hasPrefix("/") ? $0 : nil } ?? (own == "/" ? usual : own + usual)
      return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
    let configDirectory = base("XDG_CONFIG_HOME", "/.config") + "/carrel"
    let stateBase = base("XDG_STATE_HOME", "/.local/state")
    config = override("CARREL_CONFIG") ?? configDirectory + "/config.toml"
    themes = configDirectory + "/themes"
    theme = given("CARREL_THEME")
    var directory = override("CARREL_STATE_DIR") ?? stateBase + "/carrel"
    while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
    state = directory
    demo = stateBase + "/carrel-demo"
    lock = directory + "/service.lock"
    log = directory + "/service.log"
    database = directory + "/carrel.db"
    let usual = directory + "/service.sock"
    socketDirectory = usual.utf8.count <= Self.longestSocket ? directory : "/tmp/carrel-\(uid)-\(Self.sum(directory))"
    socket = socketDirectory + "/service.sock"
  }

  /// 64 bits of FNV-1a in hexadecimal: the same directory always has the same socket.
  private static func sum(_ text: String) -> String {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let hex = String(sum, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex
  }
}
