package import Model

/// Figures as people read them, short.
package enum FigureText {
  /// "now", "3m", "2h", "5d": the time between two moments, rounded down.
  package static func age(from start: Timestamp, to end: Timestamp) -> String {
    let (difference, overflow) = end.milliseconds.subtractingReportingOverflow(start.milliseconds)
    return duration(seconds: overflow ? 0 : Double(difference) / 1000)
  }

  /// The same of a number of seconds.
  package static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 60 else { return "now" }
    let minutes = Int(min(seconds / 60, 1e12))
    if minutes < 60 { return "\(minutes)m" }
    if minutes < 48 * 60 { return "\(minutes / 60)h" }
    return "\(minutes / 1440)d"
  }

  /// "$3.42"; thousandths below ten cents.
  package static func money(_ dollars: Double) -> String {
    guard dollars.isFinite, dollars > 0 else { return "$0.00" }
    guard dollars < 1e9 else { return "$∞" }
    if dollars < 0.1, dollars >= 0.0005 {
      let mills = Int((dollars * 1000).rounded())
      return "$0." + String(repeating: "0", count: 3 - String(mills).count) + String(mills)
    }
    let cents = Int((dollars * 100).rounded())
    return "$\(cents / 100)." + (cents % 100 < 10 ? "0" : "") + String(cents % 100)
  }

  /// "812", "12.4k", "1.2M".
  package static func count(_ value: Int) -> String {
    scaled(Double(max(0, value)), [("", 1), ("k", 1e3), ("M", 1e6), ("G", 1e9)], step: 1000)
  }

  /// "812 B", "4.1 GB".
  package static func bytes(_ value: Int64) -> String {
    scaled(Double(max(0, value)), [(" B", 1), (" kB", 1e3), (" MB", 1e6), (" GB", 1e9), (" TB", 1e12)], step: 1000)
  }

  private static func scaled(_ value: Double, _ units: [(String, Double)], step: Double) -> String {
    var chosen = units[0]
    for unit in units where value >= unit.1 * 0.9995 || unit.1 == 1 { chosen = unit }
    if chosen.1 == 1 { return "\(Int(value))\(chosen.0)" }
    let tenths = Int(min(value / chosen.1 * 10, 1e15).rounded())
    return tenths >= 100 || tenths % 10 == 0 ? "\(tenths / 10)\(chosen.0)" : "\(tenths / 10).\(tenths % 10)\(chosen.0)"
  }
}
