package import Arguments
internal import JSON
package import Model
internal import Wire

/// Claims and deeds.
extension Commands {
  /// `carrel evidence`.
  package func evidence(_ id: TaskID, json: Bool) async throws(ClientError) -> ExitCode {
    guard case .evidence(let evidence) = try await client.request(.evidence(id)) else { throw .disconnected }
    if json {
      output.line(EvidenceJSON.full(evidence).serialized(pretty: true))
    } else {
      for line in EvidenceTable.lines(evidence) { output.line(line) }
    }
    return .done
  }
}
