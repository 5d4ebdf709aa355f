import Platform

/// Finds an engine's program and what has to be readable for it to run.
enum ProgramSearch {
  private static let standard = ["/usr/local/bin", "/usr/bin", "/bin"]

  /// The absolute path of a program given by name or path ("~/" is the user's home), or nil. Names are looked for in `PATH`, then in the places where
  /// installers of single users put programs.
  static func find(_ command: String, environment: [String: String]) -> String? {
    let home = environment["HOME"] ?? Environment.home ?? "/"
    if command.hasPrefix("~/") { return ProcessCommand.find(home + command.dropFirst(1), path: nil) }
    if command.hasPrefix("/") { return ProcessCommand.find(command, path: nil) }
    guard !command.contains("/") else { return nil }
    let places =
      (environment["PATH"] ?? "").split(separator: ":").map(String.init) + standard + [
        "\(home)/.local/bin", "\(home)/bin", "\(home)/.npm-global/bin",
      ]
    return ProcessCommand.find(command, path: places.joined(separator: ":"))
  }

  /// The directories that a program needs: its own, that of the file behind its symbolic links, and the installation around both when they share one
  /// (`PREFIX/bin/x` → `PREFIX/lib/…`). What every sandbox shows (`/usr`) is left out.
  static func readOnly(_ path: String) -> [String] {
    let real = Files.realPath(path) ?? path
    var paths: [String] = []
    for candidate in [path, real] {
      let directory = Files.parent(of: candidate)
      let prefix = Files.parent(of: directory)
      let isPrefix = Files.name(of: directory) == "bin" && real.hasPrefix(prefix + "/") && prefix.split(separator: "/").count > 2
      let shown = isPrefix ? prefix : directory
      let system = ["/usr", "/bin", "/lib", "/sbin"].contains { shown == $0 || shown.hasPrefix($0 + "/") }
      if !system, shown != "/", !paths.contains(shown) { paths.append(shown) }
    }
    return paths
  }
}
