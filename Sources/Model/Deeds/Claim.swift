/// A sentence of an agent's closing message that says that tests, a build or a lint went well.
package struct Claim: Hashable, Sendable, Codable {
  /// What the runs say to a claim.
  package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    case seen, stale, contradicted, hidden
    case partly = "partly seen"
    case notSeen = "not seen"

    /// In words.
    package var words: String {
      switch self {
      case .seen: "seen"
      case .stale: "seen, but files changed after it"
      case .partly: "only a part of the tests was seen to succeed"
      case .contradicted: "contradicted: the last run failed"
      case .hidden: "a command ran, its result is not known"
      case .notSeen: "not seen: no such command ran"
      }
    }
  }

  /// The sentence, in one line, cut; as it came: to be cleaned before it is shown.
  package var text: String
  /// What it is about; empty: about everything ("all green", "verified").
  package var kinds: [DeedKind]
  /// What the runs say to it.
  package var verdict: Verdict
  /// The run that says so; nil: none, or Carrel's own check.
  package var deed: Deed?
  /// What changed after it, in words; empty: nothing.
  package var since: String
  /// Whether Carrel's own check says so.
  package var isByCheck: Bool

  /// A claim that nobody has looked at yet.
  package init(text: String, kinds: [DeedKind]) {
    self.text = text
    self.kinds = kinds
    verdict = .notSeen
    since = ""
    isByCheck = false
  }
}
