package import Model

/// Decides what a task does next: a value with one function, input in, step out. No I/O, no clock (the moment comes with each input). The rules are
/// CONTRACT.md, "A task's life".
package struct TaskMachine: Hashable, Sendable {
  /// The task as it stands.
  package internal(set) var record: TaskRecord
  /// Whether an agent's process lives for it.
  package internal(set) var hasAgent = false
  /// Whether the last prompt was handed over by this run of the service: what is known of its turn is known for certain.
  var turnIsOurs = false
  /// Until when the provider's usage limit holds, as the running turn's agent said.
  var usageLimitUntil: Timestamp?
  /// Whether the agent has done something in the running turn: a failed turn that did is retried in the same session.
  var turnDidSomething = false
  /// Whether the model's next output is its reaction to a tool's result: a turn of the model of its own.
  var afterTool = false
  /// Whether a final measurement is under way.
  var isMeasuring = false

  /// The machine of a stored task; no agent lives.
  package init(_ record: TaskRecord) { self.record = record }

  /// Handles one input at a moment. A refused input changes nothing.
  package mutating func handle(_ input: TaskInput, at now: Timestamp) -> TaskStep {
    switch input {
    case .admitted: admitted(now)
    case .prepared(let preparation): prepared(preparation, now)
    case .prepareFailed(let failure): workspaceFailed(failure, now)
    case .noRoom(let text): noRoom(text, now)
    case .setupAsked(let script, let question, let text): setupAsked(script, question, text, now)
    case .sandboxMissing(let text): sandboxMissing(text, now)
    case .agentStarted(let session, let sandbox, let credential): agentStarted(session, sandbox, credential, now)
    case .agentRefused(let failure): turnFailed(failure, now)
    case .agent(let event): agent(event, now)
    case .agentParked: parked()
    case .message(let text, let author): message(text, author, now)
    case .answered(let request, let answer, let author): answered(request, answer, author, now)
    case .interrupted: interrupt()
    case .stopped(let author): stopped(author, now)
    case .limitReached(let text): limitReached(text, now)
    case .stoodStill(let seconds): stoodStill(seconds)
    case .silent(let text): silent(text)
    case .measured(let summary, let final): measured(summary, final, now)
    case .kept(let checkpoint): kept(checkpoint)
    case .rewound(let name, let summary, let lost, let kept, let author): rewound(name, summary, lost, kept, author)
    case .stood(let standing): stood(standing)
    case .basedOn(let commit): basedOn(commit)
    case .rebased(let rebase): rebased(rebase)
    case .weighed(let bytes): weighed(bytes)
    case .usageLimitPassed: usageLimitPassed(now)
    case .measureFailed(let failure, let final): measureFailed(failure, final, now)
    case .commandStarted(let name, let command): commandStarted(name, command)
    case .remarked(let text): remarked(text)
    case .checked(let result): checked(result)
    case .evidenced(let mark): evidenced(mark)
    case .setUp(let result): setUp(result)
    case .stepPublishes(let tree): stepPublishes(tree, now)
    case .publishingHeld(let text): publishingHeld(text, now)
    case .handedOver(let commit, let sensitive): handedOver(commit, sensitive)
    case .handOverFailed(let text): handOverFailed(text)
    case .inherited(let commit, let branch, let outcomes, let unticked): inherited(commit, branch, outcomes, unticked)
    case .shown(let tree): shown(tree)
    case .ticked(let ticks, let present): ticked(ticks, present)
    case .takenOut(let out, let note, let level): takenOut(out, note, level)
    case .approved(let author): approved(author, now)
    case .published(let publication): published(publication, now)
    case .publishFailed(let text): publishFailed(text, now)
    case .publishingWaits(let text, let needsOperator): publishingWaits(text, needsOperator, now)
    case .followed(let reading, let question, let always): followed(reading, question, always, now)
    case .requestRead: requestRead()
    case .reviewsSent(let text, let notes, let author): reviewsSent(text, notes, author, now)
    case .released(let commit, let how, let author): released(commit, how, author, now)
    case .discarded(let author): discarded(author, now)
    case .removed(let sealed): removed(sealed)
    case .removeFailed(let text): removeFailed(text)
    case .restored(let path, let commit): restored(path, commit, now)
    case .retried(let change): retried(change, now)
    case .modelChosen(let model): modelChosen(model)
    case .priorityChosen(let priority): priorityChosen(priority)
    case .held(let text): held(text)
    case .credentialDead(let text): credentialDead(text, now)
    case .credentialBack: credentialBack()
    case .hostRefused(let use): hostRefused(use)
    case .hostsUsed(let uses): hostsUsed(uses)
    case .hostsAllowed(let rules, let scope, let forget, let author): hostsAllowed(rules, scope, forget: forget, author)
    case .issueSeen(let ticket): issueSeen(ticket)
    case .issueTaken(let author): issueTaken(author, now)
    case .ruled(let request, let answer, let author): ruled(request, answer, author, now)
    case .letGo(let author): letGo(author)
    case .briefAdded(let text, let author): briefAdded(text, author)
    case .restarted: restarted(now)
    }
  }

  /// Enters a phase and says so in the transcript.
  mutating func enter(_ phase: TaskPhase, _ now: Timestamp, detail: String = "", reason: String = "", _ step: inout TaskStep) {
    if record.phase == .running, phase != .running { record.runningSeconds += max(0, record.phaseSince.seconds(until: now)) }
    if record.phase != phase {
      record.phaseSince = now
      step.events.append(.phase(phase, reason: reason))
    }
    record.phase = phase
    record.detail = detail
    if !phase.isEnd { record.ended = nil }
    if phase.isEnd { record.ended = now }
    if phase != .review { record.standing = nil }
    switch phase {
    case .waiting, .failed, .review, .queued: break
    default: record.attention = nil
    }
  }

  /// Asks for the operator; the first reason's moment stays while the reason stays.
  mutating func needOperator(_ kind: Attention.Kind, _ text: String, _ now: Timestamp, request: String? = nil) {
    if let known = record.attention, known.kind == kind, known.request == request, known.text == text { return }
    record.attention = Attention(kind: kind, since: now, text: text, request: request)
  }

  /// Asks for the operator with a request of Carrel's own, which is answered like an agent's: yes, no, or a message instead.
  mutating func ask(_ kind: Attention.Kind, _ question: String, _ now: Timestamp, _ step: inout TaskStep) {
    let request = AgentRequest(
      id: "carrel-\(kind.rawValue)-\(now.milliseconds)", kind: .permission(tool: "carrel", always: false), title: question)
    record.requests = [request]
    step.events.append(.agent(.asked(request)))
    needOperator(kind, question, now, request: request.id)
  }

  /// Hands a prompt over: noted as in flight before a byte is written, so that a crash in between can be told from a prompt that was never sent.
  mutating func prompt(_ words: String, origin: String, _ step: inout TaskStep) {
    let text = record.engineNote.map { "\($0)\n\n\(words)" } ?? words
    record.engineNote = nil
    record.promptInFlight = true
    record.lastPrompt = text
    record.turns += 1
    record.check = nil
    record.evidence = nil
    record.chain?.isHeld = false
    afterTool = false
    turnDidSomething = false
    turnIsOurs = true
    usageLimitUntil = nil
    step.events.append(.prompt(text: text, origin: origin))
    step.actions.append(.prompt(text))
  }
}
