package import JSON
package import Model

/// What a search found, for `carrel search`.
package enum SearchText {
  /// A line for each task, and below it one for each place; `marks` puts what was sought in bold.
  package static func lines(_ page: SearchPage, marks: Bool) -> [String] {
    page.results.flatMap { result in
      let more = result.count > result.hits.count ? "  (\(result.count) places)" : ""
      let head = "\(result.task.id)\t\(result.task.phase.rawValue)\t\(PlainText.line(result.task.ticket.title))\(more)"
      return [head] + result.hits.filter { $0.kind != .title }.map { line($0, marks: marks) }
    }
  }

  private static func line(_ hit: SearchHit, marks: Bool) -> String {
    let words = hit.snippet.map { run in
      let text = PlainText.line(run.text)
      return run.isMatch && marks ? "\u{1B}[1m\(text)\u{1B}[22m" : text
    }
    let place = hit.path.map { "\(hit.kind.rawValue) \(PlainText.line($0))" } ?? hit.kind.rawValue
    return "    \(place): \(words.joined())"
  }

  /// One JSON document, with stable keys.
  package static func json(_ page: SearchPage) -> JSONValue {
    let results: [JSONValue] = page.results.map { result in
      let hits: [JSONValue] = result.hits.map { hit in
        [
          "kind": .string(hit.kind.rawValue), "seq": .integer(hit.seq), "time": .string(hit.time.description),
          "path": hit.path.map { .string($0) } ?? .null, "text": .string(hit.snippet.map(\.text).joined()),
          "matches": .array(hit.snippet.filter(\.isMatch).map { .string($0.text) }),
        ]
      }
      return ["task": TaskJSON.object(result.task), "count": .integer(Int64(result.count)), "hits": .array(hits)]
    }
    return ["results": .array(results), "more": .bool(page.more), "behind": .integer(Int64(page.behind))]
  }

  /// What is to be said beside it.
  package static func remarks(_ page: SearchPage) -> [String] {
    var remarks: [String] = []
    if page.results.isEmpty, page.remark == nil { remarks.append("nothing was found.") }
    if let remark = page.remark { remarks.append(remark) }
    if page.more { remarks.append("there are more tasks; --limit N shows them.") }
    if page.behind > 0 { remarks.append("\(page.behind) tasks are still being indexed and may be missing; ask again in a moment.") }
    return remarks
  }
}
