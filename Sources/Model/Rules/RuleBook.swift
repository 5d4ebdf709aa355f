/// All rules, those that have ended among them for a while. Pure.
package struct RuleBook: Hashable, Sendable, Codable {
  /// The rules, oldest first.
  package private(set) var rules: [AnswerRule] = []
  /// The number of the next one.
  package private(set) var next = 1

  /// The most that hold at once.
  package static let mostInForce = 300
  /// The most that are kept in all.
  static let mostKept = 400

  /// None.
  package init() {}

  /// The rule that answers a request in a repository; nil: none does. The newest where several would.
  package func rule(for asked: RequestFingerprint, in repository: String, at now: Timestamp) -> AnswerRule? {
    rules.last { $0.repository == repository && $0.holds(at: now) && $0.asked == asked }
  }

  /// Those that hold.
  package func inForce(at now: Timestamp) -> [AnswerRule] { rules.filter { $0.holds(at: now) } }

  /// Makes a rule; one for the same question there ends.
  package mutating func add(
    asked: RequestFingerprint, in repository: String, title: String, answer: AgentAnswer, author: String, term: RuleTerm, at now: Timestamp
  ) -> AnswerRule {
    let id = RuleID(next)
    next += 1
    for index in rules.indices where rules[index].repository == repository && rules[index].asked == asked && rules[index].ended == nil {
      rules[index].ended = now
      rules[index].endedBy = "\(id) took its place"
    }
    let rule = AnswerRule(
      id: id, repository: repository, asked: asked, title: title, answer: answer == .always ? .allow : answer, author: author,
      created: now, term: term)
    rules.append(rule)
    while rules.count > Self.mostKept, let old = rules.firstIndex(where: { !$0.holds(at: now) }) { rules.remove(at: old) }
    return rule
  }

  /// Ends a rule; false when there is none that could be ended.
  package mutating func revoke(_ id: RuleID, by author: String, at now: Timestamp) -> Bool {
    guard let index = rules.firstIndex(where: { $0.id == id }), rules[index].holds(at: now) else { return false }
    rules[index].ended = now
    rules[index].endedBy = "revoked by \(author)"
    return true
  }

  /// Takes back that a rule was ended; false when it holds anyway, or its time is over.
  package mutating func restore(_ id: RuleID, at now: Timestamp) -> Bool {
    guard let index = rules.firstIndex(where: { $0.id == id }), rules[index].ended != nil else { return false }
    var rule = rules[index]
    rule.ended = nil
    rule.endedBy = nil
    guard rule.holds(at: now), self.rule(for: rule.asked, in: rule.repository, at: now) == nil else { return false }
    rules[index] = rule
    return true
  }

  /// Ends the rules that were for the work on a repository which is over; false when there was none.
  package mutating func endWork(on repository: String, at now: Timestamp) -> Bool {
    var found = false
    for index in rules.indices where rules[index].repository == repository && rules[index].term == .work && rules[index].ended == nil {
      rules[index].ended = now
      rules[index].endedBy = "its work is over"
      found = true
    }
    return found
  }

  /// Counts an answer of a rule.
  package mutating func count(_ id: RuleID) {
    guard let index = rules.firstIndex(where: { $0.id == id }), rules[index].uses < .max else { return }
    rules[index].uses += 1
  }
}
