/// One step of a chain: who works in it and on what. The last one may be where the work is published.
package struct WorkStep: Hashable, Sendable, Codable {
  /// Where a step works.
  package enum Scope: String, Hashable, Sendable, Codable, CaseIterable {
    /// In the workspace of the step before.
    case workspace
    /// In a workspace of its own that begins with what the step before left: a task of its own.
    case task
  }

  /// Its name: letters, digits, `-` and `_`.
  package var name: String
  /// The engine; nil: the task's own.
  package var engine: String?
  /// The model; nil: the task's own when the engine is the task's own, else the engine's default.
  package var model: String?
  /// The engine's effort word; nil: the task's own.
  package var effort: String?
  /// How much it may do without asking; nil: `plan` for a step of that name, else the task's own.
  package var mode: TaskMode?
  /// What it is to do, in words of the operator; nil: what its name says.
  package var brief: String?
  /// Where it works.
  package var scope: Scope
  /// Whether it is where the work is published: nobody works in it.
  package var isPublishing: Bool
  /// How it is published without asking; nil: the review waits for an operator as always.
  package var publish: Publication.Kind?

  /// A working step.
  package init(
    name: String, engine: String? = nil, model: String? = nil, effort: String? = nil, mode: TaskMode? = nil, brief: String? = nil,
    scope: Scope = .workspace
  ) {
    self.name = name
    self.engine = engine
    self.model = model
    self.effort = effort
    self.mode = mode
    self.brief = brief
    self.scope = scope
    isPublishing = false
  }

  /// The end of a chain, where the work is published; without a way the review waits for an operator.
  package init(publishing name: String, _ way: Publication.Kind?) {
    self.name = name
    scope = .workspace
    isPublishing = true
    publish = way
  }

  /// The most steps of a chain.
  package static let most = 16

  /// What is wrong with a chain of these steps, as the end of a sentence that begins with the chain's name; nil: nothing.
  package static func problem(in steps: [WorkStep]) -> String? {
    guard let first = steps.first else { return "has no steps" }
    if steps.count > most { return "has \(steps.count) steps, more than \(most)" }
    for step in steps where !isName(step.name) {
      return "has a step named \"\(step.name)\"; names have letters, digits, - and _ only"
    }
    if let name = steps.map(\.name).firstRepeated { return "has two steps named \(name)" }
    if let early = steps.dropLast().first(where: \.isPublishing) { return "publishes in the step \(early.name), which is not its last" }
    if first.isPublishing { return "has nothing to publish: no step works" }
    if first.scope == .task { return "begins with the step \(first.name) in a workspace of its own; only later steps can have one" }
    return nil
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 32
      && name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x2D || $0 == 0x5F
      }
  }
}

extension [String] {
  /// The first word that stands in it twice.
  fileprivate var firstRepeated: String? {
    var seen: Set<String> = []
    return first { !seen.insert($0).inserted }
  }
}
