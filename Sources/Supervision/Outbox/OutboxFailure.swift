import Forges
import Model
import Workspaces

/// Why a step of a publication was not done, as the outbox takes it.
struct OutboxFailure: Error, Hashable, Sendable {
  /// Who can do something about it.
  var reason: OutboxWait.Reason
  /// The sentence.
  var text: String
  /// Seconds after which it is worth another try, when the forge says so.
  var retryAfter: Double?

  init(_ reason: OutboxWait.Reason, _ text: String, retryAfter: Double? = nil) {
    self.reason = reason
    self.text = text
    self.retryAfter = retryAfter
  }

  /// A forge's failure.
  init(_ error: ForgeError) {
    self.init(error.isOfToken ? .credential : error.isPassing ? .passing : .refused, error.text, retryAfter: error.retryAfter)
  }

  /// git's, or the machine's.
  init(_ error: WorkspaceError) {
    switch error {
    case .authentication, .hostKey: self.init(.credential, error.text)
    case .network, .timeout, .diskFull, .inodesFull: self.init(.passing, error.text)
    default: self.init(.refused, error.text)
    }
  }
}
