/// The steps of a task, and how far it has come. Changed only by the task machine.
package struct StepChain: Hashable, Sendable, Codable {
  /// Its name in the configuration; nil for one that was given in words.
  package var name: String?
  /// The steps of this task, in order; never empty.
  package var steps: [WorkStep]
  /// Which step it is at, from 0.
  package var position = 0
  /// What the steps so far have handed on, oldest first; also those of the tasks before this one.
  package var outcomes: [StepOutcome] = []
  /// How many steps the tasks before this one have gone through.
  package var offset = 0
  /// How many steps the whole chain has.
  package var total: Int
  /// The engine of steps that name none.
  package var engine: String
  /// The model of steps that name neither engine nor model.
  package var model: String?
  /// The mode of steps that name none.
  package var mode: TaskMode
  /// The effort of steps that name neither engine nor effort.
  package var effort: String?
  /// Whether the step's last turn was interrupted or refused: it waits for an operator rather than going on.
  package var isHeld = false
  /// Whether publishing by itself was tried: after that it is the operator's.
  package var hasTriedPublishing = false

  /// A chain at its beginning.
  package init(
    name: String? = nil, steps: [WorkStep], offset: Int = 0, total: Int? = nil, engine: String, model: String? = nil,
    mode: TaskMode = .auto,
    effort: String? = nil
  ) {
    self.name = name
    self.steps = steps
    self.offset = offset
    self.total = total ?? steps.count
    self.engine = engine
    self.model = model
    self.mode = mode
    self.effort = effort
  }

  /// The step it is at.
  package var current: WorkStep? { steps.indices.contains(position) ? steps[position] : nil }

  /// The step after this one.
  package var next: WorkStep? { steps.indices.contains(position + 1) ? steps[position + 1] : nil }

  /// Whether another agent works after this step.
  package var goesOn: Bool { next.map { !$0.isPublishing } ?? false }

  /// The number of the step it is at, from 1, in the whole chain.
  package var number: Int { offset + position + 1 }

  /// The engine that works in a step.
  package func engine(of step: WorkStep) -> String { step.engine ?? engine }

  /// The model that works in a step; nil: the engine's default.
  package func model(of step: WorkStep) -> String? { step.model ?? (engine(of: step) == engine ? model : nil) }

  /// The effort of a step: words of one engine mean nothing to another.
  package func effort(of step: WorkStep) -> String? { step.effort ?? (engine(of: step) == engine ? effort : nil) }

  /// How much the agent of a step may do without asking.
  package func mode(of step: WorkStep) -> TaskMode { step.mode ?? (step.name == "plan" ? .plan : mode) }

  /// The chain in the parts that each have a task of their own: cut before every step of scope `task`.
  package var parts: [StepChain] {
    var result: [StepChain] = []
    for step in steps {
      if result.isEmpty || step.scope == .task {
        var part = self
        part.steps = []
        part.offset = offset + result.reduce(0) { $0 + $1.steps.count }
        result.append(part)
      }
      result[result.count - 1].steps.append(step)
    }
    return result
  }

  /// The same without long texts, for lists.
  package var listed: StepChain {
    var copy = self
    for index in copy.outcomes.indices {
      copy.outcomes[index].text = ""
      copy.outcomes[index].check?.tail = ""
    }
    for index in copy.steps.indices { copy.steps[index].brief = nil }
    return copy
  }
}
