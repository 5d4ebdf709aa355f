import Glibc
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct ExecutionTests {
  private actor Blocked {
    private let executor = BlockingExecutor(name: "blocked")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    private var count = 0

    func add() -> pthread_t {
      count += 1
      return pthread_self()
    }
    var total: Int { count }
  }

  @Test func anActorRunsOnOneThreadOfItsOwn() async {
    let actor = Blocked()
    let threads = await withTaskGroup(of: pthread_t.self) { group in
      for _ in 0..<200 { group.addTask { await actor.add() } }
      var threads: Set<pthread_t> = []
      for await thread in group { threads.insert(thread) }
      return threads
    }
    #expect(threads.count == 1)
    #expect(await actor.total == 200)
  }

  @Test func blockingWorkLeavesThePoolFree() async throws {
    // Three bodies block until a fourth lets them go: that needs threads beyond the pool of two.
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    let (reading, writing) = (ends[0], ends[1])
    let freed = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<3 {
        group.addTask {
          await runBlocking {
            var byte: UInt8 = 0
            return read(reading, &byte, 1)
          }
        }
      }
      group.addTask { await runBlocking { write(writing, "abc", 3) } }
      var freed = 0
      for await count in group { freed += count }
      return freed
    }
    #expect(freed == 6)
    close(reading)
    close(writing)
    await #expect(throws: PlatformError.self) { try await runBlocking { () throws(PlatformError) in throw .cancelled(program: "x") } }
  }
}
