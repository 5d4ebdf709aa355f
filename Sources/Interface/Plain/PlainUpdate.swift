internal import Model
internal import Screen
internal import Wire

/// Takes a line that was typed, or what the service said, to the plain state, and says what is to be done.
package enum PlainUpdate {
  /// Tasks that are read out at a time.
  static let page = 20
  /// Lines of a ticket list, and bytes of a line; what comes after is left out.
  private static let mostTickets = 10_000

  // What the service says.

  /// An action of the link: what it is worth saying.
  package static func receive(_ action: Action, _ state: inout PlainState) -> [PlainEffect] {
    switch action {
    case .connected(let snapshot):
      state.isAttached = true
      let old = state.tasks
      state.tasks = Dictionary(snapshot.tasks.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      if old.isEmpty { return [.print(PlainWords.summary(state))] }
      return snapshot.tasks.compactMap { task in PlainWords.transition(task, from: old[task.id]).map { .print($0) } }
    case .disconnected(let reason):
      state.isAttached = false
      return [.print("The service cannot be reached: \(PlainWords.clean(reason, 500))")]
    case .tick(let now):
      state.now = max(state.now, now)
      return []
    case .notice(.task(let task)):
      let said = PlainWords.transition(task, from: state.tasks[task.id])
      state.tasks[task.id] = task
      return said.map { [.print($0)] } ?? []
    case .notice(.message(let level, let text)): return [.print("\(level.rawValue): \(PlainWords.clean(text, 2000))")]
    case .notice(.goodbye(let reason)): return receive(.disconnected(reason), &state)
    default: return []
    }
  }

  // What was typed.

  /// A line, without its end.
  package static func line(_ line: String, _ state: inout PlainState) -> [PlainEffect] {
    if state.tickets != nil { return ticket(line, &state) }
    let text = line.trimmingBlanks
    if let question = state.question {
      state.question = nil
      return ["y", "yes"].contains(text.lowercased()) ? question.effects : [.print("Nothing was done.")]
    }
    guard !text.isEmpty else { return list("state:attention", &state, empty: "Nothing needs you. \(PlainWords.summary(state))") }
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1].trimmingBlanks : ""
    switch words[0].lowercased() {
    case "quit", "q", "exit": return [.quit]
    case "help", "?": return rest.isEmpty ? PlainWords.help.map { .print("\($0.words): \($0.text)") } : [.run(["help", rest])]
    case "list", "ls": return list(rest, &state, empty: rest.isEmpty ? PlainWords.summary(state) : "No task has these words.")
    case "more": return more(&state)
    case "add": return begin(&state)
    case "pause", "resume", "freeze", "thaw": return [.run(["queue", words[0].lowercased()])]
    case "clean": return ask("Remove what the clean-up policy kept?", [.run(["clean"])], &state)
    default:
      if rest.isEmpty, let id = task(words[0], state) { return read(id, state) }
      return taskCommand(words[0].lowercased(), rest, &state) ?? [.run(split(text))]
    }
  }

  private static func taskCommand(_ word: String, _ rest: String, _ state: inout PlainState) -> [PlainEffect]? {
    let several: Set = ["approve", "discard", "stop", "retry"]
    let single: Set = [
      "allow", "always", "deny", "answer", "choose", "message", "send", "diff", "files", "transcript", "show", "evidence", "shell",
    ]
    guard several.contains(word) || single.contains(word) else { return nil }
    var names = rest.split(separator: " ").map(String.init)
    var ids: [TaskID] = []
    while let name = names.first, several.contains(word) || ids.isEmpty, let id = task(name, state) {
      ids.append(id)
      names.removeFirst()
    }
    guard let id = ids.first, let record = state.tasks[id] else {
      return [.print("\(word) needs the number or the id of a task; list numbers them.")]
    }
    let withSecrets = word == "approve" && names == ["with", "secrets"]
    if withSecrets { names = [] }
    guard names.allSatisfy({ _ in single.contains(word) }) else {
      return [.print("There is no task \(PlainWords.clean(names[0], 40)); list numbers them. Nothing was done.")]
    }
    // The words as they were typed, with their blanks.
    let text = rest.split(separator: " ", maxSplits: 1).dropFirst().first.map { String($0).trimmingBlanks } ?? ""
    if several.contains(word) { return end(word, ids, withSecrets: withSecrets, &state) }
    return of(record, word, text)
  }

  /// What is done to one task.
  private static func of(_ task: TaskRecord, _ word: String, _ text: String) -> [PlainEffect] {
    let id = task.id.description
    let request = task.attention?.request ?? task.requests.first?.id
    let which = request.map { ["--request", $0] } ?? []
    switch word {
    case "allow": return [.run(["answer", id, "allow"] + which)]
    case "always": return [.run(["answer", id, "always"] + which)]
    case "deny": return [.run(["answer", id, "deny"] + (text.isEmpty ? [] : ["--text=\(text)"]) + which)]
    case "answer":
      guard !text.isEmpty else { return [.print("answer needs words after the task.")] }
      return [.run(["answer", id, "--text=\(text)"] + which)]
    case "choose": return choose(task, request, text)
    case "message", "send":
      guard !text.isEmpty else { return [.print("message needs words after the task.")] }
      return [.run(["send", id, "--", text])]
    case "files": return [.run(["diff", id, "--stat"])]
    default: return [.run([word, id])]
    }
  }

  private static func choose(_ task: TaskRecord, _ request: String?, _ text: String) -> [PlainEffect] {
    guard let asked = task.requests.first(where: { $0.id == request }), case .questions(let questions) = asked.kind, questions.count == 1,
      let question = questions.first
    else { return [.print("\(task.id) offers no choices; answer \(task.id) WORDS answers it.")] }
    guard let number = Int(text), question.options.indices.contains(number - 1) else {
      return [.print("choose needs a number from 1 to \(question.options.count) after the task.")]
    }
    return [.run(["answer", task.id.description, "--text=\(question.options[number - 1])", "--request", asked.id])]
  }

  /// What ends or publishes asks first, and names the thing.
  private static func end(_ word: String, _ ids: [TaskID], withSecrets: Bool, _ state: inout PlainState) -> [PlainEffect] {
    let names = ids.map(\.description)
    let tasks = ids.compactMap { state.tasks[$0] }
    switch word {
    case "retry": return [.run(["retry"] + names)]
    case "approve":
      // What is published is what was shown: another tree is refused.
      func words(_ task: TaskRecord) -> [String] {
        ["approve", task.id.description] + (task.diff.map { ["--tree", $0.tree] } ?? []) + (withSecrets ? ["--with-secrets"] : [])
      }
      let steps = tasks.map { PlainEffect.run(words($0)) }
      let shown = tasks.flatMap { [PlainEffect.run(["diff", $0.id.description, "--stat"]), .run(words($0) + ["--dry-run"])] }
      let which = names.joined(separator: " ") + (withSecrets ? " with what looks like secrets" : "")
      return shown + ask("Approve and publish \(which)?", steps, &state)
    default:
      let lines = tasks.map { task in
        let lost = task.diff.map { $0.isEmpty ? "no change" : "\($0.fileWords), \($0.insertions) lines added, \($0.deletions) removed" }
        return PlainEffect.print("\(task.id) \(PlainWords.title(task)): \(lost ?? "no change yet")")
      }
      let kept = word == "discard" ? " The morgue keeps the work." : ""
      let verb = word == "discard" ? "Discard" : "Stop"
      let words = word == "discard" ? ["discard", "--yes"] : ["stop"]
      return lines + ask("\(verb) \(names.joined(separator: " "))?\(kept)", [.run(words + names)], &state)
    }
  }

  private static func ask(_ text: String, _ effects: [PlainEffect], _ state: inout PlainState) -> [PlainEffect] {
    state.question = PlainState.Question(text: text, effects: effects)
    return [.print("\(text) yes or no; no is what anything else means.")]
  }

  // Tickets.

  private static func begin(_ state: inout PlainState) -> [PlainEffect] {
    state.tickets = []
    return [.print("Write tickets, one a line; a line with a point alone ends them. Nothing starts before you say so.")]
  }

  private static func ticket(_ line: String, _ state: inout PlainState) -> [PlainEffect] {
    guard line.trimmingBlanks == "." else {
      if (state.tickets?.count ?? 0) < mostTickets { state.tickets?.append(line) }
      return []
    }
    let lines = state.tickets ?? []
    state.tickets = nil
    guard lines.contains(where: { !$0.trimmingBlanks.isEmpty }) else { return [.print("No ticket was written.")] }
    let text = lines.joined(separator: "\n") + "\n"
    return [.add(text: text, dryRun: true)] + ask("Queue these?", [.add(text: text, dryRun: false)], &state)
  }
}

extension String {
  /// Without blanks at its ends.
  fileprivate var trimmingBlanks: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
