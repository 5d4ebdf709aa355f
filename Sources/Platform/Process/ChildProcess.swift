internal import CSystem
internal import Glibc

/// A running program in a session of its own. Its end is noticed by its pidfd alone, whoever else still holds its pipes, and it is reaped
/// at once. Dropping this object ends nothing: it closes the pipes.
package final class ChildProcess: Sendable {
  /// The process id; also its session's and process group's.
  package let pid: Int32
  /// Its standard output.
  package let output: ProcessOutput
  /// Its standard error, when the command asked for a pipe.
  package let errorOutput: ProcessOutput?
  private let input: ProcessInput?
  private let exit: ChildExit

  private init(pid: Int32, output: ProcessOutput, errorOutput: ProcessOutput?, input: ProcessInput?, exit: ChildExit) {
    self.pid = pid
    self.output = output
    self.errorOutput = errorOutput
    self.input = input
    self.exit = exit
  }

  /// Starts a program: own session, empty signal mask, default signals, only the descriptors that the command names.
  /// - Throws: `PlatformError.spawn` with the system's reason, also when the program file itself cannot be executed.
  package static func spawn(_ command: ProcessCommand) throws(PlatformError) -> ChildProcess {
    guard let path = ProcessCommand.find(command.executable, path: command.environment["PATH"]) else {
      throw .spawn(program: command.executable, reason: "there is no such program")
    }
    let pipes = try SpawnPipes(command)
    let pid = try launch(path, command, pipes.descriptors)
    let pidfd = cs_pidfd_open(pid)
    guard pidfd >= 0 else {
      kill(pid, SIGKILL)
      var status: Int32 = 0
      waitpid(pid, &status, 0)
      throw .spawn(program: path, reason: PlatformError.reason(pidfd))
    }
    let exit = ChildExit(pid: pid, owning: pidfd, endsGroup: command.endsGroup)
    exit.start()
    return ChildProcess(
      pid: pid, output: ProcessOutput(owning: pipes.takeOutput()), errorOutput: pipes.takeErrorOutput().map(ProcessOutput.init(owning:)),
      input: pipes.takeInput().map(ProcessInput.init(owning:)), exit: exit)
  }

  /// Writes all bytes to the child's input, after the writes that were asked for before; waits while the child does not read.
  /// - Throws: `PlatformError.io` when the child has closed its input, has none, or the task is cancelled (then a part may be written).
  package func write(_ bytes: [UInt8]) async throws(PlatformError) {
    guard let input else { throw .io(doing: "writing to the child's input", reason: "it was started without one") }
    try await input.write(bytes)
  }

  /// Ends the child's input at once; a write that still waits fails.
  package func closeInput() { input?.close() }

  /// Ends the child's input after the writes that were asked for before.
  package func closeInputAfterWrites() async { await input?.closeAfterWrites() }

  /// Waits for the end. Any number of callers, also after the end. Not ended by cancellation: signal the child.
  package func wait() async -> ProcessExit { await exit.wait() }

  /// How it ended; nil while it runs.
  package var ended: ProcessExit? { exit.present }

  /// Sends a signal to the process; nothing happens when it has ended.
  package func signal(_ number: Int32) { exit.signal(number) }

  /// Sends a signal to its process group; nothing happens when the process itself has ended.
  package func signalGroup(_ number: Int32) { exit.signalGroup(number) }

  /// Asks the process group to end (SIGTERM) and kills it after a grace time in seconds. Returns at once.
  package func endGroup(grace: Double) {
    signalGroup(SIGTERM)
    let exit = exit
    Task {
      try? await pause(for: .seconds(grace))
      exit.signalGroup(SIGKILL)
    }
  }

  private static func launch(_ path: String, _ command: ProcessCommand, _ descriptors: [cs_descriptor]) throws(PlatformError) -> Int32 {
    let variables = command.environment.map { "\($0.key)=\($0.value)" }
    for text in [path, command.directory ?? ""] + command.arguments + variables where text.utf8.contains(0) {
      throw .spawn(program: command.executable, reason: "an argument or variable holds a zero byte")
    }
    var arguments = ([path] + command.arguments).map { strdup($0) } + [nil]
    var environment = variables.map { strdup($0) } + [nil]
    defer {
      for pointer in arguments + environment { free(pointer) }
    }
    var pid: Int32 = 0
    let error =
      if let directory = command.directory {
        cs_spawn(path, &arguments, &environment, directory, descriptors, descriptors.count, &pid)
      } else {
        cs_spawn(path, &arguments, &environment, nil, descriptors, descriptors.count, &pid)
      }
    guard error == 0 else { throw .spawn(program: path, reason: PlatformError.reason(error)) }
    return pid
  }
}
