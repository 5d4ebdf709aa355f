import HTTP
import JSON
import Model

/// Why one try of a request failed, and whether another one may help.
struct ProviderFailure: Error {
  /// The class.
  var kind: TaskFailure.Class
  /// What happened, as a part of a sentence; made harmless.
  var what: String
  /// Whether the same request may well go through later.
  var mayPass: Bool
  /// The pause that the provider asked for, in seconds.
  var retryAfter: Double?
  /// The HTTP status, if there was an answer.
  var status: Int?

  /// A failure.
  init(_ kind: TaskFailure.Class, _ what: String, mayPass: Bool, retryAfter: Double? = nil, status: Int? = nil) {
    self.kind = kind
    self.what = what
    self.mayPass = mayPass
    self.retryAfter = retryAfter
    self.status = status
  }

  /// No answer, or half of one.
  init(_ error: HTTPError, _ place: ProviderPlace) {
    let text = place.quoted(error.text)
    switch error {
    case .url: self.init(.badRequest, text, mayPass: false)
    case .certificate, .cancelled: self.init(.network, text, mayPass: false)
    case .tooLong: self.init(.protocolError, text, mayPass: false)
    case .unresolved, .refused, .timedOut, .cut, .other: self.init(.network, text, mayPass: true)
    }
  }

  /// An answer that broke off without its end.
  static func incomplete() -> ProviderFailure { ProviderFailure(.network, "the answer broke off", mayPass: true) }

  /// An answer that makes no sense.
  static func nonsense(_ what: String, mayPass: Bool = false) -> ProviderFailure {
    ProviderFailure(.protocolError, what, mayPass: mayPass)
  }

  /// The failure as the operator is told of it.
  func told(_ place: ProviderPlace) -> TaskFailure {
    TaskFailure(kind, "Asking \(place.name): \(what); \(advice(place)).")
  }

  private func advice(_ place: ProviderPlace) -> String {
    let address = place.urlVariable.map { "the connection and \($0)" } ?? "the connection"
    return switch kind {
    case .auth: place.keyVariable.map { "check \($0)" } ?? "give it a credential"
    case .billing: "add credit to the account, or use another key or model"
    case .usageLimit: "wait until the limit is reset, or use another engine or model"
    case .rateLimit, .overloaded, .server: "try again later, or use another engine or model"
    case .network: "check \(address)"
    case .contextFull: "compact the conversation or begin a new one"
    case .modelNotFound: place.name == "ollama" ? "fetch it with `ollama pull`, or name another model" : "check the model's name"
    default: place.urlVariable.map { "check the model's name and \($0)" } ?? "check the model's name"
    }
  }
}
