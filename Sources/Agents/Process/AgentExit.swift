/// How an agent's program ended.
package struct AgentExit: Hashable, Sendable {
  /// Its exit code, when it ended by itself.
  package var code: Int?
  /// The signal that ended it.
  package var signal: Int?

  /// An end.
  package init(code: Int? = nil, signal: Int? = nil) {
    self.code = code
    self.signal = signal
  }

  /// "exit code 3", "signal 9".
  package var text: String {
    if let signal { return "signal \(signal)" }
    return "exit code \(code ?? 0)"
  }
}
