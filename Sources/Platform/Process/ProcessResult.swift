/// A process that has ended and all that it printed.
package struct ProcessResult: Hashable, Sendable {
  /// How it ended.
  package var exit: ProcessExit
  /// Its standard output.
  package var output: [UInt8]
  /// Its standard error; empty unless it was a pipe.
  package var errorOutput: [UInt8]

  /// A result.
  package init(exit: ProcessExit, output: [UInt8], errorOutput: [UInt8]) {
    self.exit = exit
    self.output = output
    self.errorOutput = errorOutput
  }

  /// The standard output as text; bytes that are no UTF-8 become U+FFFD.
  package var text: String { String(decoding: output, as: UTF8.self) }

  /// The standard error as text; bytes that are no UTF-8 become U+FFFD.
  package var errorText: String { String(decoding: errorOutput, as: UTF8.self) }
}
