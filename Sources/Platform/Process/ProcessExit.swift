/// How a process ended.
package enum ProcessExit: Hashable, Sendable {
  /// By itself, with this code.
  case code(Int)
  /// By this signal.
  case signal(Int)

  /// Whether it ended with code 0.
  package var isSuccess: Bool { self == .code(0) }

  /// "exit code 3", "signal 9".
  package var text: String {
    switch self {
    case .code(let code): "exit code \(code)"
    case .signal(let number): "signal \(number)"
    }
  }
}
