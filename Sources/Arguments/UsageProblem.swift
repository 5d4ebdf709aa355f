/// Why a command line makes no sense.
package struct UsageProblem: Error, Hashable, Sendable {
  /// One sentence without the program's name.
  package var message: String
  /// The usage line.
  package var usage: String

  /// A problem.
  package init(message: String, usage: String) {
    self.message = message
    self.usage = usage
  }

  /// The lines for standard error; end with `ExitCode.usage`.
  package var text: String { "carrel: \(message)\nusage: \(usage)" }
}
