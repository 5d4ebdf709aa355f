package import Arguments
internal import JSON
package import Wire

/// How many tasks ask what, on one line.
package enum AttentionText {
  /// The line as it is printed; nil: nothing, since nothing needs the operator.
  package static func line(_ count: AttentionCount, _ format: AttentionFormat) -> String? {
    let parts: [(number: Int, word: String, colour: String)] = [
      (count.asks, count.asks == 1 ? "asks" : "ask", "yellow"), (count.blocked, "blocked", "red"), (count.failed, "failed", "red"),
      (count.review, "to review", "green"),
      (count.pullRequests ?? 0, count.pullRequests == 1 ? "pull request" : "pull requests", "yellow"),
    ].filter { $0.number > 0 }
    switch format {
    case .json:
      var object = JSONObject()
      let members: [(String, Int)] = [
        ("asks", count.asks), ("blocked", count.blocked), ("failed", count.failed), ("review", count.review), ("running", count.running),
        ("queued", count.queued), ("pull_requests", count.pullRequests ?? 0),
      ]
      for (key, value) in members { object.append(key, .integer(Int64(value))) }
      return JSONValue.object(object).serialized() + "\n"
    case .prompt: return parts.isEmpty ? nil : parts.map { "\($0.number) \($0.word)" }.joined(separator: ", ") + " "
    case .tmux:
      return parts.isEmpty
        ? nil : parts.map { "#[fg=\($0.colour)]\($0.number) \($0.word)#[default]" }.joined(separator: " ") + "\n"
    }
  }
}
