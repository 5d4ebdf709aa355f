import Model
import Providers
import Synchronization

/// What a provider handed over, in order.
final class Collector: Sendable {
  private let all = Mutex<[ProviderEvent]>([])

  var events: [ProviderEvent] { all.withLock { $0 } }

  var receive: @Sendable (ProviderEvent) async -> Void {
    { event in self.all.withLock { $0.append(event) } }
  }

  /// The words that were streamed, since the last restart.
  var text: String {
    events.reduce("") { text, event in
      switch event {
      case .text(let more): text + more
      case .restarted: ""
      default: text
      }
    }
  }

  /// The thinking that was streamed.
  var thinking: String {
    events.reduce("") { text, event in
      if case .thinking(let more) = event { text + more } else { text }
    }
  }

  /// The last event, if it is the end.
  var finished: (message: ProviderMessage, stop: ProviderEvent.Stop, tokens: TokenCount)? {
    if case .finished(let message, let stop, let tokens)? = events.last { (message, stop, tokens) } else { nil }
  }

  /// The failures that were tried again.
  var retries: [TaskFailure.Class] {
    events.compactMap { event in
      if case .retrying(_, _, _, let cause) = event { cause } else { nil }
    }
  }

  /// The pauses before them, in seconds.
  var delays: [Double] {
    events.compactMap { event in
      if case .retrying(_, _, let delay, _) = event { delay } else { nil }
    }
  }
}
