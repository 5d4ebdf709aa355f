import Glibc
import Model
import Platform
import Synchronization
import TestSupport
import Testing
import Workspaces

/// A setup that runs once for each commit: its result is in every workspace and in nobody's diff.
struct SharedSetupTests {
  private final class Runs: Sendable {
    let count = Mutex(0)
    func next() -> Int {
      count.withLock {
        $0 += 1
        return $0
      }
    }
  }

  private static func setup(_ desk: Desk, _ runs: Runs, _ script: String) -> SharedSetup {
    SharedSetup(command: script) { place in
      _ = runs.next()
      let outcome = try? await desk.root.outcome("/bin/sh", ["-ec", script], in: place.workspace)
      return outcome?.exit.isSuccess == true ? .done : .failed("it said no")
    }
  }

  private static func prepare(_ desk: Desk, _ number: Int, _ setup: SharedSetup) async throws -> TestWorkspace {
    TestWorkspace(
      root: desk.root,
      prepared: try await desk.store.prepare(
        task: TaskID(number), location: desk.location, base: nil, wish: WorkspaceWish(setup: setup)))
  }

  @Test func itRunsOnceAndNothingOfItIsAChange() async throws {
    try await Desk.use { desk in
      let runs = Runs()
      let setup = Self.setup(
        desk, runs,
        "mkdir build gen; echo o > build/out; echo made > gen/x; printf y > 'gen/a [1]\n*'; echo worse > README.md; rm src/b.txt; chmod 0 src"
      )
      async let others = [Self.prepare(desk, 1, setup), Self.prepare(desk, 2, setup)]
      let workspaces = try await others + [Self.prepare(desk, 3, setup)]
      #expect(runs.count.withLock { $0 } == 1)
      for (number, workspace) in workspaces.enumerated() {
        #expect(workspace.prepared.isSetUp)
        #expect(workspace.prepared.remarks.contains { $0.contains("README.md, src/b.txt") })
        #expect(try Files.readText(workspace.path + "/build/out", limit: 9) == "o\n")
        #expect(try Files.readText(workspace.path + "/gen/x", limit: 9) == "made\n")
        #expect(try Files.readText(workspace.path + "/README.md", limit: 99) == "one\ntwo\nthree\n")
        #expect(try await desk.store.snapshot(TaskID(number + 1)).lines == [])
      }
      try await workspaces[2].shell("echo mine > gen/y; echo mine >> README.md; echo other > gen/x")
      #expect(try await desk.store.snapshot(TaskID(3)).lines == ["M README.md", "A gen/y"])
      // Without the setup it is another template.
      let plain = try await desk.prepare(4)
      #expect(!Files.exists(plain.path + "/build") && !plain.prepared.isSetUp)
      #expect(try TemplateTests.templates(desk.store).count == 2)
    }
  }

  @Test func aFailedOneLeavesNothingAndRunsAgain() async throws {
    try await Desk.use { desk in
      let runs = Runs()
      let setup = SharedSetup(command: "x") { _ in runs.next() == 1 ? .failed("it said no") : .done }
      await #expect(throws: WorkspaceError.setupFailed("it said no")) { try await Self.prepare(desk, 1, setup) }
      #expect(try TemplateTests.templates(desk.store).isEmpty)
      #expect(try Files.list(desk.store.layout.tasks).isEmpty)
      let again = try await Self.prepare(desk, 1, setup)
      #expect(again.prepared.isSetUp)
    }
  }

  /// More than once: which of the two goes on first, the one that was cut or the one that waits, is the scheduler's choice.
  @Test(arguments: 0..<12) func whoeverWaitedForOneThatWasCutBeginsAnew(_ round: Int) async throws {
    try await Desk.use { desk in
      let runs = Runs()
      let (begun, tell) = AsyncStream.makeStream(of: Void.self)
      let (second, go) = AsyncStream.makeStream(of: Void.self)
      let cut = SharedSetup(command: "x") { _ in
        _ = runs.next()
        tell.finish()
        for await _ in second {}
        return .cut
      }
      let good = SharedSetup(command: "x") { _ in
        _ = runs.next()
        return .done
      }
      async let first = Self.prepare(desk, 1, cut)
      for await _ in begun {}
      async let other = Self.prepare(desk, 2, good)
      go.finish()
      var failure: WorkspaceError?
      do { _ = try await first } catch { failure = error as? WorkspaceError }
      #expect(failure == .setupCut)
      let made = try await other
      #expect(made.prepared.isSetUp)
      #expect(runs.count.withLock { $0 } == 2)
    }
  }

  @Test func oddFilesAreCopiedOrLeftOutAndDeleted() async throws {
    try await Desk.use { desk in
      let setup = SharedSetup(command: "odd") { place in
        let script = """
          mkdir build; cd build; mkfifo fifo; ln -s ../src way; ln -s /etc/passwd out; ln -s nowhere gone; echo c > closed; chmod 0 closed
          mkdir shut; echo s > shut/in; chmod 0 shut; printf 1 > "$(printf 'a\\nb')"; printf 2 > "$(printf 'e\\033[2Jsc')"; printf 3 > "$(printf '\\377\\376')"
          truncate -s 8G holes; echo end >> holes; chmod 4755 way/a.txt
          """
        _ = try? await desk.root.run("/bin/sh", ["-ec", script], in: place.workspace)
        mkdir(place.workspace + "/build/deep", 0o755)
        var directory = open(place.workspace + "/build/deep", O_RDONLY | O_DIRECTORY)
        for level in 0..<3000 {
          mkdirat(directory, "d", 0o755)
          if level % 500 == 3 { mkdirat(directory, "side", 0o755) }
          let next = openat(directory, "d", O_RDONLY | O_DIRECTORY)
          close(directory)
          directory = next
        }
        close(openat(directory, "bottom", O_WRONLY | O_CREAT, 0o644))
        close(directory)
        return .done
      }
      let workspace = try await Self.prepare(desk, 1, setup)
      let build = workspace.path + "/build"
      #expect(!Files.exists(build + "/fifo"))
      #expect(
        try await workspace.shell("cd build; readlink way out gone; cat shut/in a*; stat -c %a closed shut ../src/a.txt; ls | wc -l")
          == "../src\n/etc/passwd\nnowhere\ns\n10\n700\n644\n11\n")
      var status = stat()
      #expect(lstat(build + "/holes", &status) == 0 && status.st_size == (8 << 30) + 4 && status.st_blocks < 2048)
      #expect(try await desk.root.run("/bin/sh", ["-c", "find deep -depth | wc -l"], in: build) == "3008\n")
      #expect(try await desk.store.snapshot(TaskID(1)).lines == [])
      try await desk.store.remove(TaskID(1))
      await desk.store.trashEmptied()
      #expect(try Files.list(desk.store.layout.trash).isEmpty)
    }
  }
}
