package import Arguments
internal import JSON
package import Model
internal import Wire

/// A task's network.
extension Commands {
  /// `carrel hosts`.
  package func hosts(_ id: TaskID, json: Bool) async throws(ClientError) -> ExitCode {
    guard case .hosts(let report) = try await client.request(.hosts(id)) else { throw .disconnected }
    if json {
      output.line(HostText.json(report).serialized(pretty: true))
    } else {
      for line in HostText.lines(report, task: id) { output.line(line) }
    }
    return .done
  }

  /// `carrel allow`.
  package func allow(_ id: TaskID, _ rules: [HostRule], _ scope: HostScope, forget: Bool) async throws(ClientError) -> ExitCode {
    guard case .text(let text) = try await client.request(.allowHosts(id, rules, scope: scope, forget: forget)) else { throw .disconnected }
    output.line(PlainText.line(text))
    return .done
  }
}
