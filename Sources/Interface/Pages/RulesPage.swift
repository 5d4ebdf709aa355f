internal import Model
internal import Screen
internal import Wire

/// The page of the rules that answer by themselves: those that hold first, one row each; below them what the one under the cursor answers, to the letter.
enum RulesPage {
  /// The rules in the order of the page: those that hold, the newest first, then those that ended.
  static func rules(_ state: InterfaceState) -> [AnswerRule] {
    let rules = (state.rules ?? []).reversed()
    return rules.filter { $0.holds(at: state.now) } + rules.filter { !$0.holds(at: state.now) }.prefix(50)
  }

  /// The page's lines: the head, a row for each rule, then the rule of that row.
  static func lines(_ row: Int, _ state: InterfaceState, width: Int) -> [DialogLine] {
    guard state.rules != nil else {
      return [DialogLine(state.connection == .attached ? "Asking…" : "The service cannot be reached.", .textDim)]
    }
    let rules = rules(state)
    guard !rules.isEmpty else {
      return wrap(
        "No rules. Where an agent asks something, a answers it for all that ask the same, or for the repository.", width, .textDim)
    }
    let heads = ["", "where", "answer", "used", "until"]
    let cells = rules.map { rule in
      [
        rule.id.description, rule.place, String(rule.verdict.prefix(20)), rule.uses == 1 ? "once" : "\(rule.uses)×",
        rule.state(at: state.now),
      ].map(UntrustedText.cleanLine)
    }
    let widths = heads.indices.map { column in ([heads] + cells).map { TextWidth.width(of: $0[column]) }.max() ?? 0 }
    func line(_ cells: [String], _ title: String, _ role: Role) -> DialogLine {
      let text = cells.enumerated().map { $1 + String(repeating: " ", count: max(0, min(30, widths[$0]) - TextWidth.width(of: $1))) }
      return DialogLine(TextWidth.truncate(text.joined(separator: "  ") + "  " + title, width), role)
    }
    var lines = [line(heads, "to what", .textDim)]
    for (rule, cells) in zip(rules, cells) {
      lines.append(line(cells, UntrustedText.cleanLine(rule.title), rule.holds(at: state.now) ? .text : .textDim))
    }
    lines.append(DialogLine(""))
    if rules.indices.contains(row) {
      let rule = rules[row]
      lines += wrap("\(rule.id) \(rule.title)", width, .textStrong)
      let tool = rule.asked.kind == .permission ? "\(rule.asked.tool) of \(rule.asked.engine), exactly: " : "the questions, exactly: "
      lines += wrap(tool + String(rule.asked.input.prefix(2000)), width, .text)
      lines += wrap("by \(rule.author), \(rule.created), in \(rule.repository)", width, .textDim)
    }
    lines.append(DialogLine("x revokes it; u brings the last one back.", .textDim))
    return lines
  }

  private static func wrap(_ text: String, _ width: Int, _ role: Role) -> [DialogLine] {
    TextWrap.lines(of: UntrustedText.clean(text), width: width, hanging: 2).map { DialogLine($0, role) }
  }

  /// `x` and `u` on the page; elsewhere they say so.
  static func run(_ command: Command, _ page: PageState, _ state: inout InterfaceState) -> [Effect] {
    guard case .rules = page.kind else { return [] }
    guard state.connection == .attached else {
      state.say(.info, "The service cannot be reached now.")
      return []
    }
    let rules = rules(state)
    if command == .ruleRevoke {
      guard rules.indices.contains(page.row), rules[page.row].holds(at: state.now) else {
        state.say(.info, "There is no rule here that holds.")
        return []
      }
      let id = rules[page.row].id
      return [state.send(.revokeRules([id]), for: .rules("\(id) is revoked; u brings it back."))]
    }
    guard let last = rules.filter({ $0.ended != nil }).max(by: { ($0.ended ?? $0.created) < ($1.ended ?? $1.created) }) else {
      state.say(.info, "No rule was revoked.")
      return []
    }
    return [state.send(.restoreRule(last.id), for: .rules("\(last.id) holds again."))]
  }
}
