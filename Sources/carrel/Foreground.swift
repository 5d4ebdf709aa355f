import Glibc
import Platform
import Screen

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

  /// Runs a program whose output is not trusted, with the operator's own environment; waits for it. What goes to a terminal is cleaned, line by line; what is redirected is
  /// plain. A terminal is not its input: it could write to it.
  /// - Returns: as `run(_:)`.
  static func runCleaned(_ command: [String]) -> Int32 {
    guard let program = command.first, let path = ProcessCommand.find(program, path: Environment.current["PATH"]) else { return 127 }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if isatty(0) == 1 { posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) }
    var streams: [(reading: Int32, target: Int32, lines: LineSplitter)] = []
    var ends: [Int32] = []
    for target in [Int32(1), 2] where isatty(target) == 1 {
      var made: [Int32] = [-1, -1]
      guard pipe(&made) == 0 else { return 127 }
      for end in made { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      posix_spawn_file_actions_adddup2(&actions, made[1], target)
      streams.append((made[0], target, LineSplitter(limit: 1 << 20)))
      ends.append(made[1])
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    let failed = posix_spawn(&pid, path, &actions, nil, &arguments, environ) != 0
    for end in ends { close(end) }
    defer { for stream in streams { close(stream.reading) } }
    if failed { return 127 }
    var open = streams.map { pollfd(fd: $0.reading, events: Int16(POLLIN), revents: 0) }
    while open.contains(where: { $0.fd >= 0 }) {
      guard poll(&open, nfds_t(open.count), -1) > 0 else { continue }
      for index in open.indices where open[index].revents != 0 && open[index].fd >= 0 {
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
          count = max(0, read(open[index].fd, buffer.baseAddress, buffer.count))
        }
        if bytes.isEmpty { open[index].fd = -1 }
        let lines = bytes.isEmpty ? streams[index].lines.finish().map { [$0] } ?? [] : streams[index].lines.append(bytes)
        for line in lines { put(UntrustedText.cleanLine(String(decoding: line.bytes, as: UTF8.self)) + "\n", streams[index].target) }
      }
    }
    return wait(for: pid)
  }

  private static func put(_ text: String, _ target: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
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
