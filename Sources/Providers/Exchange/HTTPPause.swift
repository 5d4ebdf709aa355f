import HTTP

/// How long an answer asks to wait: `retry-after-ms` and `retry-after` (RFC 9110, 10.2.3), as seconds or as a date.
enum HTTPPause {
  /// The seconds; nil when it does not say.
  static func seconds(_ head: HTTPHead) -> Double? {
    if let milliseconds = number(head.headers["retry-after-ms"]) { return milliseconds / 1000 }
    guard let text = head.headers["retry-after"] else { return nil }
    if let seconds = number(text) { return seconds }
    // A date counts from the server's own clock, which its answer carries.
    guard let until = date(text), let now = head.headers["date"].flatMap(date) else { return nil }
    return Double(max(until - now, 0))
  }

  /// "40 s", "12 min", "3 h".
  static func text(_ seconds: Double) -> String {
    switch seconds {
    case ..<90: "\(Int(seconds.rounded(.up))) s"
    case ..<5400: "\(Int((seconds / 60).rounded(.up))) min"
    default: "\(Int((min(seconds, 1e9) / 3600).rounded(.up))) h"
    }
  }

  private static func number(_ text: String?) -> Double? {
    guard let text, let value = Double(text.filter { !$0.isWhitespace }), value.isFinite, value >= 0 else { return nil }
    return min(value, 1e9)
  }

  /// Seconds since some fixed day of `Sun, 06 Nov 1994 08:49:37 GMT`.
  private static func date(_ text: String) -> Int? {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let words = text.split(separator: " ")
    guard words.count == 6, let day = Int(words[1]), let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]) else {
      return nil
    }
    let clock = words[4].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (1...31).contains(day), (1970...9999).contains(year), clock.allSatisfy({ (0...60).contains($0) }) else {
      return nil
    }
    // Years that begin in March, so that the leap day is the last.
    let shifted = month < 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day
    let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear
    return days * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }
}
