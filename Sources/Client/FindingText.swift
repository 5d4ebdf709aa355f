package import Arguments
import JSON
package import Wire

/// What `carrel doctor` found, in lines or in JSON.
package enum FindingText {
  /// Prints the findings.
  /// - Returns: `failed` when something is wrong, so that scripts see it.
  package static func tell(_ findings: [Finding], json: Bool, to output: CommandOutput) -> ExitCode {
    if json {
      output.line(JSONValue.array(findings.map(value)).serialized(pretty: true))
    } else {
      for finding in findings { output.line(line(finding)) }
      if findings.contains(where: { $0.isFixable == true && $0.isFixed != true }) {
        output.line("    `carrel doctor --fix` removes what is marked with *: it is certainly Carrel's own and belongs to no task.")
      }
    }
    return findings.contains { $0.level == .problem } ? .failed : .done
  }

  private static func line(_ finding: Finding) -> String {
    let sign = finding.level == .ok ? "ok " : finding.level == .warning ? "!  " : "!! "
    let mark = finding.isFixed == true ? " (fixed)" : finding.isFixable == true ? " *" : ""
    return "\(sign) \(PlainText.line(finding.subject)): \(PlainText.line(finding.text))\(mark)"
  }

  private static func value(_ finding: Finding) -> JSONValue {
    var object = JSONObject()
    object.append("level", .string(finding.level.rawValue))
    object.append("subject", .string(finding.subject))
    object.append("text", .string(finding.text))
    object.append("fixable", .bool(finding.isFixable ?? false))
    object.append("fixed", .bool(finding.isFixed ?? false))
    return .object(object)
  }
}
