import Glibc
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct ChildProcessTests {
  @Test func echoesAllThatIsWritten() async throws {
    var command = ProcessCommand("cat", environment: plain)
    command.input = .pipe
    let child = try ChildProcess.spawn(command)
    let pieces = (0..<64).map { piece in [UInt8](repeating: UInt8(piece), count: 100_000) }
    async let echoed = readAll(child.output)
    for piece in pieces { try await child.write(piece) }
    child.closeInput()
    let same = await echoed == pieces.flatMap { $0 }
    #expect(same)
    #expect(await child.wait() == .code(0))
    #expect(!isThere(child.pid))
  }

  @Test func fortyChildrenAtOnce() async throws {
    let results = try await withThrowingTaskGroup(of: (Int32, Int, ProcessExit).self) { group in
      for number in 0..<40 {
        group.addTask {
          let child = try ChildProcess.spawn(ProcessCommand("sh", ["-c", "seq 1 20000; exit \(number)"], environment: plain))
          var splitter = LineSplitter(limit: 100)
          var lines = 0
          while let bytes = await child.output.next() { lines += splitter.append(bytes).count }
          return (child.pid, lines, await child.wait())
        }
      }
      var results: [(Int32, Int, ProcessExit)] = []
      for try await result in group { results.append(result) }
      return results
    }
    #expect(results.allSatisfy { $0.1 == 20000 })
    #expect(Set(results.map(\.2)) == Set((0..<40).map { .code($0) }))
    #expect(results.allSatisfy { !isThere($0.0) })
  }

  @Test func aReaderThatIsBehindHoldsTheChildBack() async throws {
    let child = try ChildProcess.spawn(
      ProcessCommand("sh", ["-c", "head -c 4000000 /dev/zero; echo done >&2"], environment: plain, directory: "/"))
    // The child is held once it has filled the pipe; nothing of ours reads ahead.
    #expect(await child.output.next()?.isEmpty == false)
    #expect(child.ended == nil)
    var count = 0
    while let bytes = await child.output.next() { count += bytes.count }
    #expect(count > 3_000_000)
    #expect(await child.wait() == .code(0))
  }

  @Test func anEndIsNoticedWhileAGrandchildHoldsThePipes() async throws {
    let child = try ChildProcess.spawn(ProcessCommand("sh", ["-c", "sleep 1000 & echo $!; exit 3"], environment: plain))
    #expect(await child.wait() == .code(3))
    let printed = try #require(await child.output.next())
    let grandchild = try #require(Int32(String(decoding: printed.dropLast(), as: UTF8.self)))
    #expect(isThere(grandchild))
    kill(grandchild, SIGKILL)
    #expect(await child.output.next() == nil)
  }

  @Test func theChildHasNothingOfOurs() async throws {
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    defer { ends.forEach { close($0) } }
    var command = ProcessCommand("sh", ["-c", "ls /proc/$$/fd; echo; env; pwd; cat <&7"], environment: plain, directory: "/usr")
    command.extraDescriptors = [7: ends[0]]
    write(ends[1], "seven", 5)
    close(ends[1])
    ends.removeLast()
    let child = try ChildProcess.spawn(command)
    let parts = String(decoding: await readAll(child.output), as: UTF8.self).split(separator: "\n\n")
    #expect(parts.first == "0\n1\n2\n7")
    #expect(parts.last?.contains("HOME") == false)
    #expect(parts.last?.hasSuffix("/usr\nseven") == true)
    #expect(await child.wait() == .code(0))
  }

  @Test func signalsReachTheProcessAndItsGroup() async throws {
    let one = try ChildProcess.spawn(ProcessCommand("sleep", ["1000"], environment: plain))
    one.signal(SIGTERM)
    #expect(await one.wait() == .signal(Int(SIGTERM)))
    let two = try ChildProcess.spawn(ProcessCommand("sh", ["-c", "sleep 1000 | sleep 1000"], environment: plain))
    two.signalGroup(SIGKILL)
    #expect(await two.wait() == .signal(Int(SIGKILL)))
    #expect(await two.output.next() == nil)
  }

  @Test func whatCannotBeStartedSaysWhy() async throws {
    #expect(throws: PlatformError.spawn(program: "no-such-program", reason: "there is no such program")) {
      try ChildProcess.spawn(ProcessCommand("no-such-program", environment: plain))
    }
    #expect(throws: PlatformError.self) { try ChildProcess.spawn(ProcessCommand("/bin/true", directory: "/nowhere")) }
    #expect(throws: PlatformError.self) { try ChildProcess.spawn(ProcessCommand("/bin/echo", ["a\0b"])) }
  }

  @Test func writingToAChildThatIsGoneIsAnError() async throws {
    var command = ProcessCommand("true", environment: plain)
    command.input = .pipe
    let child = try ChildProcess.spawn(command)
    _ = await child.wait()
    // More than a pipe holds: a program that is being started elsewhere may hold the other end for a moment.
    await #expect(throws: PlatformError.self) { try await child.write([UInt8](repeating: 1, count: 1_000_000)) }
  }

  @Test("F18: descriptors and zombies stay flat")
  func descriptorsAndZombiesStayFlat() async throws {
    await #expect(processExitsWith: .success) {
      func count(_ path: String) throws -> Int { try Files.list(path).count }
      let command = ProcessCommand("sh", ["-c", "echo a; echo b >&2"], environment: plain)
      for _ in 0..<5 { _ = try await ProcessRunner.run(command, timeoutSeconds: 60) }
      let before = try count("/proc/self/fd")
      var pids: [Int32] = []
      for _ in 0..<100 {
        let child = try ChildProcess.spawn(command)
        pids.append(child.pid)
        _ = await readAll(child.output)
        _ = await child.wait()
        _ = try await ProcessRunner.run(command, timeoutSeconds: 60)
      }
      let after = try count("/proc/self/fd")
      precondition(after <= before, "descriptors leak")
      precondition(pids.allSatisfy { !isThere($0) }, "zombies")
    }
  }
}
