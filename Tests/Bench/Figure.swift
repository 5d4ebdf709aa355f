/// One line of the table.
struct Figure {
  var what: String
  var value: String
  var reach: String
  /// Against programs that were measured in the same run.
  var peers: String

  init(_ what: String, _ value: String, reach: String = "", peers: String = "") {
    self.what = what
    self.value = value
    self.reach = reach
    self.peers = peers
  }

  /// A number with so many digits behind the point.
  static func number(_ value: Double, _ digits: Int = 1) -> String {
    guard value.isFinite else { return "–" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    let divisor = Int64(scale)
    guard digits > 0 else { return sign + grouped(whole) }
    let fraction = String(whole % divisor)
    return sign + grouped(whole / divisor) + "." + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  private static func grouped(_ whole: Int64) -> String {
    let digits = Array(String(whole))
    return digits.enumerated().map { ($0 > 0 && (digits.count - $0) % 3 == 0 ? "," : "") + String($1) }.joined()
  }

  /// "x1.3 of NAME (2.0 ms)".
  static func ratio(_ ours: Double, to theirs: Double, _ name: String, unit: String = "ms", digits: Int = 1) -> String {
    "×\(number(ours / theirs, 2)) \(name) (\(number(theirs, digits)) \(unit))"
  }

  static func table(_ figures: [Figure]) -> String {
    let rows =
      [["figure", "measured", "reach", "against, in the same run"]]
      + figures.map { [$0.what, $0.value, $0.reach, $0.peers] }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      "| " + row.enumerated().map { $1 + String(repeating: " ", count: widths[$0] - $1.count) }.joined(separator: " | ") + " |"
    }
    let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
    return ([line(rows[0]), rule] + rows.dropFirst().map(line)).joined(separator: "\n")
  }
}
