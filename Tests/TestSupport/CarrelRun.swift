package import JSON
import Platform

/// How a run of `carrel` ended and what it printed.
package struct CarrelRun: Sendable, CustomStringConvertible {
  /// The arguments.
  package let arguments: [String]
  /// The exit code; 128 and the signal's number when a signal ended it.
  package let code: Int
  /// Standard output.
  package let output: String
  /// Standard error.
  package let errors: String

  init(_ arguments: [String], _ result: ProcessResult) {
    self.arguments = arguments
    switch result.exit {
    case .code(let code): self.code = code
    case .signal(let number): code = 128 + number
    }
    output = result.text
    errors = result.errorText
  }

  /// The lines of the output.
  package var lines: [String] { output.split(separator: "\n").map(String.init) }

  /// The output as one JSON document.
  package func json() throws -> JSONValue { try JSONValue.parse(Array(output.utf8)) }

  /// The output as JSON lines.
  package func jsonLines() throws -> [JSONValue] {
    try JSONLines.parse(Array(output.utf8)).map { try $0.value.get() }
  }

  /// Everything, for the report of a failure.
  package var description: String { "carrel \(arguments.joined(separator: " ")) => \(code)\n\(output)\(errors)" }
}
