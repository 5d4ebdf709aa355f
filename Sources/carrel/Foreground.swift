import Glibc
import Platform

/// Programs that get the operator's terminal for a while: an editor, a shell. The caller has left the screen.
enum Foreground {
  /// Runs a program on the terminal with the operator's own environment; waits for it.
  /// - Returns: its exit code; 127 when it cannot be started, 128 + the signal's number when one ended it.
  static func run(_ command: [String]) -> Int32 {
    guard let program = command.first, let path = ProcessCommand.find(program, path: Environment.current["PATH"]) else { return 127 }
    var pid: pid_t = 0
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    guard posix_spawn(&pid, path, nil, nil, &arguments, environ) == 0 else { return 127 }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// Lets the operator edit a text; nil when the editor failed.
  static func edit(_ text: String) -> String? {
    let environment = Environment.current
    let editor = environment["VISUAL"] ?? environment["EDITOR"] ?? "vi"
    guard let folder = try? Files.makeTemporaryDirectory(in: environment["TMPDIR"] ?? "/tmp", prefix: "carrel-edit-") else { return nil }
    let file = "\(folder)/message.md"
    defer {
      try? Files.remove(file)
      rmdir(folder)
    }
    guard (try? Files.writeAtomically(Array(text.utf8), to: file)) != nil else { return nil }
    guard run(["sh", "-c", "\(editor) \"$1\"", "sh", file]) == 0 else { return nil }
    return try? Files.readText(file, limit: 4 << 20)
  }
}
