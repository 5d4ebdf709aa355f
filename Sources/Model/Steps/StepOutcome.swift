/// What a step that is over has handed on to the later ones.
package struct StepOutcome: Hashable, Sendable, Codable {
  /// The step's name.
  package var name: String
  /// The engine that worked in it.
  package var engine: String
  /// The model, when it is known.
  package var model: String?
  /// Whether it made a plan, which was approved.
  package var isPlan: Bool
  /// The approved plan, or the agent's closing words; at most `longest` bytes.
  package var text: String
  /// What the check said at its end.
  package var check: CheckResult?

  /// The most bytes of text that are handed on.
  package static let longest = 64 << 10

  /// An outcome; a text that is too long is cut, and says so.
  package init(name: String, engine: String, model: String?, isPlan: Bool, text: String, check: CheckResult? = nil) {
    self.name = name
    self.engine = engine
    self.model = model
    self.isPlan = isPlan
    self.text = text.utf8.count <= Self.longest ? text : String(decoding: text.utf8.prefix(Self.longest), as: UTF8.self) + "\n[cut here]"
    self.check = check
  }
}
