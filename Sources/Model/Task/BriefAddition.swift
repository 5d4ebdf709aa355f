/// What an operator adds to the brief of tickets that have not begun. Pure.
package enum BriefAddition {
  /// The heading of the part.
  package static let heading = "## Added by the operator"
  /// The most bytes of it.
  package static let mostBytes = 64 << 10

  /// The brief with the addition at its end, its places filled in for the ticket (`BriefTemplate`).
  package static func compose(_ brief: String, _ addition: String?, ticket: Ticket, base: String?) -> String {
    guard let addition, addition.contains(where: { !$0.isWhitespace }) else { return brief }
    var whole = brief[...]
    while whole.last?.isWhitespace == true { whole = whole.dropLast() }
    let text = BriefTemplate.render(ticket: ticket, notes: nil, base: base, check: nil, template: addition)
    return "\(whole)\n\n\(heading)\n\n\(text)"
  }
}
