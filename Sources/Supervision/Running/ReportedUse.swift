/// What an engine itself said about its use in one turn; the gateway's count fills in what it did not.
struct ReportedUse: Hashable, Sendable {
  /// Whether it counted tokens.
  var tokens = false
  /// Whether it counted money, or the tokens could be priced.
  var cost = false
}
