internal import Model

/// The words for what happened. What came from outside in them is not cleaned here.
enum TranscriptWords {
  static func answer(_ answer: AgentAnswer, by: String) -> String {
    switch answer {
    case .allow: "allowed by \(by)"
    case .always: "always allowed by \(by)"
    case .deny(let reason): "denied by \(by)" + (reason.isEmpty ? "" : ": \(reason)")
    case .answers(let answers):
      "answered by \(by): "
        + answers.sorted { $0.key < $1.key }.map { $0.key.isEmpty ? $0.value : "\($0.key) \($0.value)" }.joined(separator: "; ")
    }
  }

  static func attempt(_ number: Int, _ engine: String, _ model: String?) -> String {
    "attempt \(number) · \(engine)" + (model.map { " \($0)" } ?? "")
  }

  static func size(_ summary: DiffSummary) -> String {
    summary.isEmpty ? "no change" : "\(counted(summary.files, "file")) +\(summary.insertions) −\(summary.deletions)"
  }

  static func outcome(_ outcome: TurnOutcome) -> String {
    switch outcome {
    case .completed: "turn done"
    case .interrupted: "interrupted"
    case .failed(let failure): "failed (\(failure.kind.rawValue)): \(failure.text)"
    case .refused: "the model refused"
    case .limit(let which): "limit reached: \(which)"
    }
  }

  static func retry(_ attempt: Int?, _ count: Int?, _ delay: Double?, _ cause: TaskFailure.Class) -> String {
    var text = "\(cause.rawValue), the engine tries again"
    if let attempt { text += ", attempt \(attempt)" + (count.map { " of \($0)" } ?? "") }
    if let delay { text += ", in \(duration(delay))" }
    return text
  }

  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  /// "8s", "3m 20s", "2h 5m".
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "0s" }
    let whole = Int(seconds)
    if whole < 60 { return "\(whole)s" }
    if whole < 3600 { return whole % 60 == 0 ? "\(whole / 60)m" : "\(whole / 60)m \(whole % 60)s" }
    return whole % 3600 / 60 == 0 ? "\(whole / 3600)h" : "\(whole / 3600)h \(whole % 3600 / 60)m"
  }

  /// All tokens, saturating: the figures come from outside.
  static func sum(_ tokens: TokenCount) -> Int {
    [tokens.output, tokens.cacheRead, tokens.cacheWrite].reduce(TokenCount(input: tokens.input)) { $0 + TokenCount(input: $1) }.input
  }

  /// "840", "12.4k", "1.2M".
  static func tokens(_ count: Int) -> String {
    func tenth(_ value: Int, _ unit: Int) -> String {
      let tenths = value / (unit / 10)
      return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
    if count < 1000 { return "\(max(0, count))" }
    return count < 1_000_000 ? tenth(count, 1000) + "k" : tenth(count, 1_000_000) + "M"
  }

  /// "$0.18"; a tenth of a cent where it is less than ten cents.
  static func money(_ dollars: Double) -> String {
    guard dollars.isFinite, dollars >= 0, dollars < 1e9 else { return "$?" }
    let mills = Int((dollars * 1000).rounded())
    if mills < 100, mills % 10 != 0 { return "$0." + String(1000 + mills).dropFirst() }
    let cents = (mills + 5) / 10
    return "$\(cents / 100)." + String(100 + cents % 100).dropFirst()
  }
}
