import Glibc
import Platform
import Sandbox

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

  /// What has to be readable for a program to run in a sandbox, with the directories for its `PATH`. As little as possible: the file itself behind
  /// all symbolic links, its whole package when it lies in a `node_modules`, the interpreter of a script, and the whole of a Python environment with the Python below
  /// it. What every sandbox shows is left out.
  static func needs(_ path: String, environment: [String: String]) -> (path: String, readOnly: [String], search: [String]) {
    let real = Files.realPath(path) ?? path
    let folder = Files.parent(of: real)
    if Files.isFile("\(Files.parent(of: folder))/pyvenv.cfg") {
      return (real, SandboxPaths.readable(forProgram: real).filter { !isShown($0) }, [folder])
    }
    var readOnly = [package(of: real) ?? real]
    var search: [String] = []
    if let name = interpreter(real) {
      let places = [Files.parent(of: path), environment["PATH"] ?? ""] + standard
      if let found = ProcessCommand.find(name, path: places.joined(separator: ":")), let file = Files.realPath(found) {
        readOnly.append(file)
        search.append(Files.parent(of: file))
      }
    }
    return (real, readOnly.filter { !isShown($0) }, search.filter { !isShown($0) })
  }

  /// The libraries that this program itself runs with, outside of what every sandbox shows: those of a toolchain, in a build that is not for shipping.
  static func ownLibraries() -> [String] {
    let maps = (try? Files.readText("/proc/self/maps", limit: 4 << 20)) ?? ""
    let files = maps.split(separator: "\n").compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } }
    return Set(files.filter { $0.contains(".so") }.map(Files.parent(of:))).filter { !isShown($0) && Files.isDirectory($0) }.sorted()
  }

  private static func isShown(_ path: String) -> Bool {
    ["/usr", "/bin", "/lib", "/lib64", "/sbin"].contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  /// `…/node_modules/name` or `…/node_modules/@scope/name`.
  private static func package(of path: String) -> String? {
    let parts = path.split(separator: "/")
    guard let modules = parts.lastIndex(of: "node_modules"), modules + 2 < parts.count else { return nil }
    let isScoped = parts[modules + 1].hasPrefix("@")
    return parts.prefix(modules + (isScoped ? 3 : 2)).map { "/\($0)" }.joined()
  }

  /// The name of the interpreter of a script that asks `env` for it.
  private static func interpreter(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 256)
    let head = buffer.prefix(max(0, read(descriptor, &buffer, buffer.count)))
    guard head.starts(with: Array("#!/usr/bin/env ".utf8)) else { return nil }
    let line = String(decoding: head.dropFirst(15).prefix { $0 != 0x0a }, as: UTF8.self)
    return line.split(separator: " ").first { !$0.hasPrefix("-") }.map(String.init)
  }
}
