internal import Glibc
internal import Synchronization

/// Runs programs to their end and collects what they print.
package enum ProcessRunner {
  private enum Stop: Sendable { case none, timeout, tooMuch, cancelled }

  /// Runs a command, feeds it the input, and returns when it has ended and its pipes are read. At its end, at the time-out, at too much
  /// output and at cancellation its whole process group ends (SIGTERM, after 2 s SIGKILL). What a grandchild in a session of its own
  /// prints later is not waited for.
  /// - Parameter outputLimit: bytes for standard output and standard error each.
  /// - Throws: `spawn`, `timeout`, `tooMuchOutput` or `cancelled`. An exit code other than 0 is no error.
  package static func run(
    _ command: ProcessCommand, input: [UInt8] = [], timeoutSeconds: Double?, outputLimit: Int = 64 * 1024 * 1024
  ) async throws(PlatformError) -> ProcessResult {
    var command = command
    command.endsGroup = true
    if !input.isEmpty { command.input = .pipe }
    if Task.isCancelled { throw .cancelled(program: command.executable) }
    let child = try ChildProcess.spawn(command)
    let run = Run(child: child, outputLimit: outputLimit)
    let result = await withTaskCancellationHandler {
      await run.collect(input: input, timeoutSeconds: timeoutSeconds)
    } onCancel: {
      run.stop(.cancelled)
    }
    switch run.stopped {
    case .none: return result
    case .timeout: throw .timeout(program: command.executable, seconds: timeoutSeconds ?? 0)
    case .tooMuch: throw .tooMuchOutput(program: command.executable, limit: outputLimit)
    case .cancelled: throw .cancelled(program: command.executable)
    }
  }

  private final class Run: Sendable {
    let child: ChildProcess
    let outputLimit: Int
    private let reason = Mutex(Stop.none)

    init(child: ChildProcess, outputLimit: Int) {
      self.child = child
      self.outputLimit = outputLimit
    }

    var stopped: Stop { reason.withLock { $0 } }

    func stop(_ why: Stop) {
      let first = reason.withLock { reason in
        guard reason == .none else { return false }
        reason = why
        return true
      }
      if first { child.endGroup(grace: 2) }
    }

    // Its parts run in tasks of their own: they end with the child, not with the cancellation of the caller.
    func collect(input: [UInt8], timeoutSeconds: Double?) async -> ProcessResult {
      let output = Task { await gather(child.output) }
      let errorOutput = Task { await gather(child.errorOutput) }
      let feeding = Task {
        // A program that does not read its input is not wrong; what it prints and its exit code tell.
        try? await child.write(input)
        child.closeInput()
      }
      let timer = Task {
        guard let timeoutSeconds else { return }
        try? await pause(for: .seconds(timeoutSeconds))
        if !Task.isCancelled { stop(.timeout) }
      }
      let exit = await child.wait()
      timer.cancel()
      child.closeInput()
      child.output.drain()
      child.errorOutput?.drain()
      await feeding.value
      return ProcessResult(exit: exit, output: await output.value, errorOutput: await errorOutput.value)
    }

    private func gather(_ output: ProcessOutput?) async -> [UInt8] {
      guard let output else { return [] }
      var all: [UInt8] = []
      while let bytes = await output.next() {
        guard all.count + bytes.count <= outputLimit else {
          output.close()
          stop(.tooMuch)
          return all
        }
        if all.isEmpty { all = bytes } else { all += bytes }
      }
      return all
    }
  }
}
