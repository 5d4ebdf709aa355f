import Model
import Providers

/// The model's answer that is being streamed.
struct AnswerInFlight {
  /// Counts answers, for the ids of their messages.
  private(set) var number = 0
  /// Its text so far.
  private(set) var text = ""
  /// Whether a retry was told since the last text.
  private(set) var isRetrying = false
  /// What it amounts to.
  private(set) var finished: (message: ProviderMessage, stop: ProviderEvent.Stop, tokens: TokenCount)?

  /// The id of its message.
  var message: String { "message-\(number)" }

  /// A new answer begins.
  mutating func begin() {
    number += 1
    text = ""
    isRetrying = false
    finished = nil
  }

  /// More text.
  mutating func add(_ more: String) {
    text += more
    isRetrying = false
  }

  /// What was streamed is void; true when there is something that the client has to forget and was not told to.
  mutating func restart(retrying: Bool) -> Bool {
    let tells = !isRetrying
    number += 1
    text = ""
    isRetrying = retrying
    return tells
  }

  /// It is whole.
  mutating func finish(_ message: ProviderMessage, _ stop: ProviderEvent.Stop, _ tokens: TokenCount) { finished = (message, stop, tokens) }
}
