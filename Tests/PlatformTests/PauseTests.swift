import Platform
import Testing

@Suite("Pauses")
struct PauseTests {
  @Test("A pause ends, not before its time, and whatever its length")
  func ends() async throws {
    for duration in [Duration.zero, .nanoseconds(1), .milliseconds(20), .seconds(-5)] {
      let start = ContinuousClock.now
      try await pause(for: duration)
      #expect(ContinuousClock.now - start >= duration)
    }
  }

  @Test("Cancellation ends the longest pause, and is said", arguments: [Duration.seconds(3600), .seconds(Int64.max)])
  func cancelled(duration: Duration) async {
    let waiting = Task { try await pause(for: duration) }
    let late = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await pause(for: duration)
    }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    await #expect(throws: CancellationError.self) { try await late.value }
  }

  @Test("Many at once all end")
  func many() async {
    let ended = await withTaskGroup(of: Int.self) { group in
      for number in 0..<500 {
        group.addTask {
          try? await pause(for: .microseconds(number * 37 % 500 * 10))
          return number
        }
      }
      var ended: Set<Int> = []
      for await number in group { ended.insert(number) }
      return ended
    }
    #expect(ended.count == 500)
  }
}
