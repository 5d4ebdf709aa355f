internal import Glibc

/// Where commands print: results on standard output, the rest on standard error. Everything that came from outside has been made harmless by the caller.
package struct CommandOutput: Sendable {
  /// Whether standard output is a terminal.
  package var isTerminal: Bool { isatty(1) == 1 }
  /// Whether standard input is a terminal.
  package var readsTerminal: Bool { isatty(0) == 1 }
  /// Whether the operator can be asked.
  package var canAsk: Bool { answers != nil || (isatty(0) == 1 && isatty(2) == 1) }
  /// Where answers come from, a line each; nil: standard input, if it is a terminal.
  private let answers: (@Sendable () -> String?)?

  /// The process's own.
  /// - Parameter answers: where answers come from instead of the terminal: whoever gives them can be asked.
  package init(answers: (@Sendable () -> String?)? = nil) { self.answers = answers }

  /// A line of the result.
  package func line(_ text: String) { write(1, text + "\n") }

  /// A line beside the result.
  package func note(_ text: String) { write(2, text + "\n") }

  /// Bytes of the result as they are.
  package func raw(_ text: String) { write(1, text) }

  /// Asks a yes-or-no question on the terminal; no is the default.
  package func confirm(_ question: String) -> Bool {
    write(2, question + " [y/N] ")
    guard let answer = answers.map({ $0() }) ?? readLine() else { return false }
    return ["y", "yes"].contains(answer)
  }

  private func write(_ descriptor: Int32, _ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }
}
