/// An operator's answer that is given again by itself to whoever asks the same in a repository. It never widens: it answers what has its fingerprint, nothing
/// like it.
package struct AnswerRule: Hashable, Sendable, Codable, Identifiable {
  /// Its name.
  package var id: RuleID
  /// The repository's source.
  package var repository: String
  /// What it answers.
  package var asked: RequestFingerprint
  /// The question in words, as the operator saw it.
  package var title: String
  /// What it answers with.
  package var answer: AgentAnswer
  /// Who made it.
  package var author: String
  /// When.
  package var created: Timestamp
  /// How long it holds.
  package var term: RuleTerm
  /// How often it has answered.
  package var uses: Int
  /// When it ended before its time; nil: it did not.
  package var ended: Timestamp?
  /// By what: an operator's name, "its work is over".
  package var endedBy: String?

  /// A new rule.
  package init(
    id: RuleID, repository: String, asked: RequestFingerprint, title: String, answer: AgentAnswer, author: String, created: Timestamp,
    term: RuleTerm
  ) {
    self.id = id
    self.repository = repository
    self.asked = asked
    self.title = title
    self.answer = answer
    self.author = author
    self.created = created
    self.term = term
    uses = 0
  }

  /// When it ends by the clock; nil: never by the clock.
  package var expires: Timestamp? {
    guard case .seconds(let seconds) = term else { return nil }
    let length = Int64(max(0, min(seconds, 1e10)) * 1000)
    let (moment, overflow) = created.milliseconds.addingReportingOverflow(length)
    return Timestamp(milliseconds: overflow ? .max : moment)
  }

  /// Whether it answers at a moment. A clock that was set back before its making does not revive it for longer: it holds only from its making on.
  package func holds(at now: Timestamp) -> Bool {
    guard ended == nil else { return false }
    return expires.map { now < $0 && created <= now } ?? true
  }

  /// The repository's short name.
  package var place: String { RepositoryLocation(source: repository, publishTo: "").name }

  /// Who a transcript says has answered: "rule R3: always in api, by ana".
  package var signature: String {
    switch term {
    case .work: "rule \(id): always in \(place) while this work goes on, by \(author)"
    case .seconds: "rule \(id): always in \(place) until \(expires?.description ?? ""), by \(author)"
    case .forever: "rule \(id): always in \(place), by \(author)"
    }
  }

  /// How all of them begin.
  package static let signatureStart = "rule R"

  /// Its answer in a word or two: "allow", "deny", "answer memory".
  package var verdict: String {
    switch answer {
    case .allow, .always: "allow"
    case .deny: "deny"
    case .answers(let answers): "answer " + answers.sorted { $0.key < $1.key }.map(\.value).joined(separator: "; ")
    }
  }

  /// What its state is at a moment: "while this work goes on", "until …", "revoked by ana".
  package func state(at now: Timestamp) -> String {
    if ended != nil { return endedBy.map { "ended: \($0)" } ?? "ended" }
    if !holds(at: now) { return "expired" }
    return expires.map { "until \($0)" } ?? term.words
  }
}
