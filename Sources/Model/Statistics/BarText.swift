/// Bars drawn in cells, by eighths of a column. Pure.
package enum BarText {
  private static let eighths: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  private static let heights: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// A lying bar.
  /// - Parameters:
  ///   - fraction: how much of `width` columns is filled; what is more than nothing shows at least an eighth.
  ///   - ascii: with whole `#` alone.
  package static func bar(_ fraction: Double, width: Int, ascii: Bool = false) -> String {
    guard width > 0, fraction.isFinite, fraction > 0 else { return "" }
    let parts = max(1, Int((min(1, fraction) * Double(width) * 8).rounded()))
    if ascii { return String(repeating: "#", count: max(1, (parts + 4) / 8)) }
    let rest = parts % 8
    return String(repeating: "█", count: parts / 8) + (rest == 0 ? "" : String(eighths[rest]))
  }

  /// One standing bar a column; what is more than nothing shows at least an eighth.
  package static func columns(_ fractions: [Double], ascii: Bool = false) -> String {
    String(
      fractions.map { fraction in
        guard fraction.isFinite, fraction > 0 else { return " " }
        let eighth = max(1, min(8, Int((fraction * 8).rounded())))
        return ascii ? (eighth > 4 ? "#" : eighth > 2 ? "+" : "-") : heights[eighth]
      })
  }
}
