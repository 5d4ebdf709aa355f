package import Wire

/// Why a client could not do what it was asked.
package enum ClientError: Error, Hashable, Sendable {
  /// The service cannot be reached or started.
  case unreachable(String)
  /// The service speaks another version.
  case otherVersion(service: String, pid: Int)
  /// The service said no.
  case refused(Refusal)
  /// The connection ended in the middle.
  case disconnected

  /// What we were doing, what happened, what to do.
  package var text: String {
    switch self {
    case .unreachable(let text): text
    case .otherVersion(let service, let pid):
      "The running service (process \(pid)) is carrel \(service), another version than this one. `carrel service stop` ends it; agents are ended so that their sessions go on, and the next command starts the new one."
    case .refused(let refusal): refusal.text
    case .disconnected: "The service ended the connection; try again, or look at `carrel service logs`."
    }
  }
}
