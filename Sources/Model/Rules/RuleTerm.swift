/// How long a rule holds.
package enum RuleTerm: Hashable, Sendable, Codable {
  /// Until no task of its repository is queued or under way any more: the default.
  case work
  /// So many seconds from when it was made, by the wall clock.
  case seconds(Double)
  /// Until it is revoked.
  case forever

  /// Reads what `--for` takes: `work`, `forever`, or a duration of a second to ten years; nil for anything else.
  package init?(parsing text: String) {
    switch text {
    case "work": self = .work
    case "forever", "never": self = .forever
    default:
      guard let seconds = DurationText.seconds(text), seconds >= 1 else { return nil }
      self = .seconds(seconds)
    }
  }

  /// "while this work goes on", "for 1 h", "until revoked".
  package var words: String {
    switch self {
    case .work: return "while this work goes on"
    case .forever: return "until revoked"
    case .seconds(let seconds):
      let whole = Int(max(0, min(seconds, 1e10)))
      if whole % 86_400 == 0, whole > 86_400 { return "for \(whole / 86_400) days" }
      if whole % 3600 == 0 { return "for \(whole / 3600) h" }
      return whole % 60 == 0 ? "for \(whole / 60) min" : "for \(whole) s"
    }
  }
}
