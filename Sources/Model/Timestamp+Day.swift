extension Timestamp {
  /// Days since 1970-01-01 in UTC.
  package var day: Int64 {
    milliseconds >= 0 ? milliseconds / 86_400_000 : (milliseconds - 86_399_999) / 86_400_000
  }

  /// A day since 1970-01-01 as `2026-11-02`.
  package static func name(ofDay day: Int64) -> String {
    let bounded = max(-100_000_000, min(day, 100_000_000))
    return String(Timestamp(milliseconds: bounded * 86_400_000).description.prefix { $0 != "T" })
  }
}
