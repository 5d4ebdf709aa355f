import Glibc
import TestSupport

/// The probe program on a virtual terminal.
enum Probe {
  /// Where the probe was built: beside the program that runs the tests.
  static var path: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    var candidates = [String(decoding: buffer[..<max(0, count)].map(UInt8.init(bitPattern:)), as: UTF8.self)]
    candidates += CommandLine.arguments.filter { $0.contains(".xctest") }
    for candidate in candidates {
      let directory = candidate.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      if access(directory + "/CursesProbe", X_OK) == 0 { return directory + "/CursesProbe" }
    }
    return "CursesProbe"
  }

  static let themes: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/") + "/themes"
  }()

  /// Starts it and waits for its first screen.
  static func start(
    theme: String = "terminal", _ environment: [String: String] = [:], rows: Int = 24, columns: Int = 80, answers: Bool = true,
    options: [String] = [],
    ready: String = "probe"
  ) throws -> VirtualTerminal {
    var variables = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin",
    ]
    variables.merge(environment) { _, new in new }
    let terminal = try VirtualTerminal(path, [theme, themes] + options, environment: variables, rows: rows, columns: columns)
    terminal.answers = answers
    try terminal.wait(for: ready)
    return terminal
  }

  /// Starts it from a shell with job control; `$PROBE` in the script is the probe with its arguments.
  static func startInShell(_ script: String) throws -> VirtualTerminal {
    let variables = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "PROBE": "\(path) terminal \(themes)",
    ]
    return try VirtualTerminal("/bin/bash", ["--norc", "-mc", script], environment: variables)
  }

  /// The numbers of `statistics` after pressing `p`.
  static func numbers(_ terminal: VirtualTerminal) throws -> [String: Int] {
    terminal.send("p")
    try terminal.wait(for: "frames=")
    try terminal.wait("the numbers") { $0.text(row: 2).contains("dropped=") }
    var numbers: [String: Int] = [:]
    for word in terminal.text(row: 2).split(separator: " ") {
      let parts = word.split(separator: "=")
      if parts.count == 2 { numbers[String(parts[0])] = Int(parts[1]) }
    }
    return numbers
  }
}
