import Glibc
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct ProcessRunnerTests {
  @Test func collectsBothOutputsAndTheCode() async throws {
    let result = try await ProcessRunner.run(
      ProcessCommand("sh", ["-c", "cat; echo bad >&2; exit 4"], environment: plain), input: Array("good".utf8), timeoutSeconds: 60)
    #expect(result == ProcessResult(exit: .code(4), output: Array("good".utf8), errorOutput: Array("bad\n".utf8)))
  }

  @Test func aTimeOutEndsTheWholeGroup() async throws {
    let directory = try TemporaryDirectory()
    let command = ProcessCommand("sh", ["-c", "sleep 1000 & echo $! > pid; wait"], environment: plain, directory: directory.path)
    await #expect(throws: PlatformError.timeout(program: "sh", seconds: 0.5)) {
      try await ProcessRunner.run(command, timeoutSeconds: 0.5)
    }
    let pid = try #require(Int32(try Files.readText("\(directory.path)/pid", limit: 20).dropLast()))
    // It may be a zombie until its new parent reaps it, but it runs no more; only the suite's time limit ends this loop otherwise.
    while let stat = try? Files.readText("/proc/\(pid)/stat", limit: 4096), !stat.contains(") Z"), !stat.contains(") X") {
      await Task.yield()
    }
  }

  @Test func cancellationEndsTheProgram() async throws {
    let work = Task { try await ProcessRunner.run(ProcessCommand("sleep", ["1000"], environment: plain), timeoutSeconds: nil) }
    work.cancel()
    await #expect(throws: PlatformError.cancelled(program: "sleep")) { try await work.value }
  }

  @Test func tooMuchOutputEndsTheProgram() async throws {
    await #expect(throws: PlatformError.tooMuchOutput(program: "yes", limit: 1_000_000)) {
      try await ProcessRunner.run(ProcessCommand("yes", environment: plain), timeoutSeconds: 60, outputLimit: 1_000_000)
    }
  }

  @Test func aDaemonThatKeepsThePipeIsNotWaitedFor() async throws {
    let result = try await ProcessRunner.run(
      ProcessCommand("sh", ["-c", "setsid sleep 1000 & echo $!"], environment: plain), timeoutSeconds: 60)
    let pid = try #require(Int32(result.text.dropLast()))
    kill(pid, SIGKILL)
    #expect(result.exit == .code(0))
  }
}
