internal import CSystem

/// What the operating system refused. Closed: every case has a sentence for the operator.
package enum PlatformError: Error, Hashable, Sendable {
  /// A program could not be started: its name or path, and why.
  case spawn(program: String, reason: String)
  /// Reading, writing or changing something failed: what we were doing ("writing /x/y"), and why.
  case io(doing: String, reason: String)
  /// A program did not end in time and was ended.
  case timeout(program: String, seconds: Double)
  /// A program printed more than this many bytes and was ended.
  case tooMuchOutput(program: String, limit: Int)
  /// The work around a program was given up and it was ended.
  case cancelled(program: String)
  /// A socket address cannot be used: the path, and why.
  case address(path: String, reason: String)
  /// A lock is held by somebody else; the holder's process id when it could be read.
  case locked(path: String, holder: Int32?)

  /// One sentence for the operator: what we were doing, what happened, what can be done.
  package var text: String {
    switch self {
    case .spawn(let program, let reason): "cannot start \(program): \(reason); check that it is installed and executable"
    case .io(let doing, let reason): "\(doing) failed: \(reason)"
    case .timeout(let program, let seconds): "\(program) did not end within \(seconds) s and was ended"
    case .tooMuchOutput(let program, let limit): "\(program) printed more than \(limit) bytes and was ended"
    case .cancelled(let program): "\(program) was ended because its work was given up"
    case .address(let path, let reason): "cannot use the socket \(path): \(reason)"
    case .locked(let path, let holder):
      if let holder { "\(path) is locked by process \(holder)" } else { "\(path) is locked by another process" }
    }
  }

  /// The system's text of an errno; its sign does not matter.
  package static func reason(_ code: Int32) -> String {
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer -> String? in
      guard let base = buffer.baseAddress else { return nil }
      cs_error_text(code < 0 ? -code : code, base, 256)
      return String(validatingCString: base)
    }
    return text ?? "error \(code)"
  }
}
