internal import CSystem
internal import Glibc

/// What surrounds this process.
package enum Environment {
  /// The environment's variables; the first wins when one is there twice.
  package static var current: [String: String] {
    var found: [String: String] = [:]
    // The kernel's record of the start: reading `environ` would race with whoever calls setenv, which nothing of ours does.
    let entries = (try? Files.read("/proc/self/environ", limit: 4 * 1024 * 1024)) ?? []
    for entry in entries.split(separator: 0) {
      guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: entry[..<equals], as: UTF8.self)
      if found[name] == nil { found[name] = String(decoding: entry[(equals + 1)...], as: UTF8.self) }
    }
    return found
  }

  /// The uid that this process runs as.
  package static var uid: UInt32 { getuid() }

  /// The process id.
  package static var pid: Int32 { getpid() }

  /// The home directory of the uid by the user database, whatever `HOME` says; nil when the uid has no entry.
  package static var home: String? { user()?.home }

  /// The user name of the uid by the user database; nil when the uid has no entry.
  package static var userName: String? { user()?.name }

  /// The file that this process executes; nil when it is gone.
  package static var executable: String? {
    guard let path = Files.linkTarget("/proc/self/exe") else { return nil }
    // The kernel marks a file that was replaced while the program runs: what was installed in its place is meant.
    let mark = " (deleted)"
    guard path.hasSuffix(mark), !Files.exists(path) else { return path }
    let place = String(path.dropLast(mark.utf8.count))
    return Files.exists(place) ? place : path
  }

  private static func user() -> (name: String, home: String)? {
    var name = [CChar](repeating: 0, count: 256)
    var home = [CChar](repeating: 0, count: 4096)
    guard cs_user(getuid(), &name, name.count, &home, home.count) == 0 else { return nil }
    return (text(name), text(home))
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
