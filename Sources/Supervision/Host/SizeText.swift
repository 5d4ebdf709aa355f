/// Sizes as operators read them.
enum SizeText {
  /// "0.6 GB" (of 2^30 bytes); "64 MB" below a tenth of one.
  static func gigabytes(_ bytes: Int64) -> String {
    let bytes = max(0, bytes)
    return bytes < 107_374_183 ? "\(bytes >> 20) MB" : "\(tenths(Double(bytes) / 1_073_741_824)) GB"
  }

  /// With one digit behind the point; numbers without sense are 0.
  static func tenths(_ number: Double) -> String {
    guard number.isFinite else { return "0.0" }
    let whole = Int64((min(max(number, 0), 1e12) * 10).rounded())
    return "\(whole / 10).\(whole % 10)"
  }
}
