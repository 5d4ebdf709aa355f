package import Arguments
internal import JSON
package import Model
internal import Wire

/// The archive and the statistics.
extension Commands {
  /// `carrel search`.
  package func search(_ text: String, limit: Int, json: Bool) async throws(ClientError) -> ExitCode {
    guard case .found(let page) = try await client.request(.search(text: text, limit: limit, offset: 0)) else { throw .disconnected }
    if json {
      output.line(SearchText.json(page).serialized(pretty: true))
    } else {
      for line in SearchText.lines(page, marks: output.isTerminal) { output.line(line) }
    }
    for remark in SearchText.remarks(page) { output.note("carrel: \(remark)") }
    return .done
  }

  /// `carrel stats`; nil: all tables.
  package func statistics(by grouping: UsageGrouping?, json: Bool, ascii: Bool) async throws(ClientError) -> ExitCode {
    guard case .statistics(let report) = try await client.request(.statistics) else { throw .disconnected }
    if json {
      output.line(StatisticsText.json(report, by: grouping).serialized(pretty: true))
    } else {
      for line in StatisticsText.lines(report, by: grouping, ascii: ascii) { output.line(line) }
    }
    if report.behind > 0 { output.note("carrel: the newest events of \(report.behind) tasks are not added up yet; ask again in a moment.") }
    return .done
  }
}
