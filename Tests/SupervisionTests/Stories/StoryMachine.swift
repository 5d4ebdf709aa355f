import Model
import Supervision
import Synchronization

/// The machine of a story: what it has left is what the test says. Says nothing at first, so that nothing is held back.
final class StoryMachine: Sendable {
  private let contents = Mutex((reading: HostReading(), agents: [TaskID: Int64](), reads: 0))

  /// What is left now.
  var reading: HostReading {
    get { contents.withLock { $0.reading } }
    set { contents.withLock { $0.reading = newValue } }
  }

  /// What the agents take.
  var agents: [TaskID: Int64] {
    get { contents.withLock { $0.agents } }
    set { contents.withLock { $0.agents = newValue } }
  }

  /// How often it was asked.
  var reads: Int { contents.withLock { $0.reads } }

  var gauge: HostGauge {
    HostGauge(
      read: {
        self.contents.withLock { contents in
          contents.reads += 1
          return contents.reading
        }
      }, agents: { self.agents })
  }
}
