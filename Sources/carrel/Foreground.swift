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
    return wait(for: pid)
  }

  /// Runs a composed command on the terminal, in this process's session, with the descriptors it names; waits for it.
  /// - Returns: as `run(_:)`.
  static func run(_ command: ProcessCommand) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Out of the way first, so that no target overwrites a source.
    var moved: [Int32: Int32] = [:]
    for (target, source) in command.extraDescriptors { moved[target] = fcntl(source, F_DUPFD_CLOEXEC, 100) }
    for (target, source) in moved { posix_spawn_file_actions_adddup2(&actions, source, target) }
    if let directory = command.directory { _ = chdir(directory) }
    defer { for descriptor in moved.values { close(descriptor) } }
    var arguments: [UnsafeMutablePointer<CChar>?] = ([command.executable] + command.arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = command.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var pid: pid_t = 0
    guard posix_spawn(&pid, command.executable, &actions, nil, &arguments, &variables) == 0 else { return 127 }
    return wait(for: pid)
  }

  private static func wait(for pid: pid_t) -> Int32 {
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
