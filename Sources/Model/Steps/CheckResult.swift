/// How a command of the repository's configuration (`setup`, `check`) ended.
package struct CheckResult: Hashable, Sendable, Codable {
  /// The command, as configured.
  package var command: String
  /// Its exit code, 128 + number where a signal ended it; nil when it did not end by itself or was not run.
  package var exitCode: Int?
  /// How long it ran.
  package var seconds: Double
  /// The end of what it printed, as it came: to be cleaned before it is shown.
  package var tail: String
  /// Why there is no exit code, in words; empty otherwise.
  package var remark: String

  /// The most bytes of output that are kept.
  package static let longestTail = 8 << 10

  /// A result.
  package init(command: String, exitCode: Int?, seconds: Double, tail: String = "", remark: String = "") {
    self.command = command
    self.exitCode = exitCode
    self.seconds = seconds
    self.tail = tail
    self.remark = remark
  }

  /// Whether it ended with 0.
  package var passed: Bool { exitCode == 0 }

  /// In a few words: "passed in 3 s", "failed with exit 2 in 12 s", "not run: …".
  package var words: String {
    let time = "\(Int(max(0, min(seconds, 1e9)).rounded())) s"
    guard let exitCode else { return remark }
    return exitCode == 0 ? "passed in \(time)" : "failed with exit \(exitCode) in \(time)"
  }

  /// The last lines of what it printed, at most so many that are not empty.
  package func lastLines(_ count: Int) -> [String] {
    tail.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }.suffix(count).map(String.init)
  }
}
