internal import Model
internal import Screen
internal import Wire

/// The dialogs about pull requests: what is handed to the agent, and what letting CI run will do.
enum PullDialogs {
  /// How many comments have a field of their own; one field is for the rest.
  static let mostFields = 6
  /// The words of the fields.
  static let words = ["leave out", "hand over"]
  private static let checksLabel = "failed checks"
  private static let wordsLabel = "your own words"

  /// By what CI is held, and what lets it run.
  static func held(_ hold: CIHold) -> String {
    switch hold {
    case .marker(let text): "CI held: the commit says \(text)."
    case .draft: "CI held: the request is a draft."
    case .label(let name): "CI held: the label \(name) is not set yet."
    }
  }

  /// Asks before CI is let go, and names what will happen.
  static func release(_ tasks: [TaskRecord]) -> DialogState {
    var lines: [DialogLine] = []
    var plans: [PlannedRequest] = []
    var unseen: [TaskRecord] = []
    for task in tasks {
      guard let request = task.published?.request, let hold = request.hold else { continue }
      lines.append(DialogLine(TaskDialogs.name(task), .textStrong))
      lines.append(DialogLine("  \(request.url)", .textDim))
      guard task.wasLookedAt else {
        unseen.append(task)
        lines.append(DialogLine("  is left as it is: nobody has looked at its change here", .noticeWarning))
        continue
      }
      lines.append(DialogLine("  " + deed(hold, request, task.published?.ref ?? "")))
      plans.append(PlannedRequest(.release(task.id, looked: false), "The CI of \(task.id) is released"))
    }
    lines += [DialogLine(""), DialogLine("The forge runs its checks then, with whatever secrets it gives them.", .textDim)]
    let blocked = unseen.first.map { task in
      "Nobody has looked at the change of \(task.id) here: look at it on the forge, then carrel release \(task.id) --yes."
    }
    return DialogState(
      title: tasks.count == 1 ? "Let the CI of \(tasks[0].id) run?" : "Let the CI of \(plans.count) tasks run?", lines: lines,
      yes: "Let it run",
      intent: .send(plans), blocked: plans.isEmpty ? blocked ?? "There is nothing to release." : nil)
  }

  private static func deed(_ hold: CIHold, _ request: PublishedRequest, _ branch: String) -> String {
    switch hold {
    case .marker(let text):
      "\(branch) is pushed again: the same files, a commit message without \(text); only over the commit that was published"
    case .draft: "\(request.name) is marked as ready"
    case .label(let name): "the label \(name) is set on \(request.name)"
    }
  }

  /// Asks what of a pull request is handed to the agent: a field for each comment that is not dealt with.
  static func send(_ task: TaskRecord) -> DialogState {
    guard let request = task.published?.request else {
      return DialogState(title: "", lines: [], yes: "", intent: .reviews(task.id), blocked: "\(task.id) has no pull request.")
    }
    let open = request.open
    var lines = [DialogLine(TaskDialogs.name(task), .textStrong), DialogLine(course(task, request), .textDim)]
    for (index, note) in open.prefix(mostFields).enumerated() {
      lines.append(DialogLine("\(index + 1)  \(note.author)  \(note.place)", .textStrong))
      let words = note.body.split(whereSeparator: \.isNewline).prefix(2).map { String($0.prefix(200)) }
      lines += words.map { DialogLine("  │ \($0)") }
    }
    if !open.isEmpty { lines.append(DialogLine("The agent is told that this is text from outside, and no order of yours.", .textDim)) }
    var dialog = DialogState(
      title: "Hand over what came of \(request.name)?", lines: lines, yes: "Hand over", intent: .reviews(task.id),
      blocked: open.isEmpty && request.failedChecks.isEmpty ? "There is nothing new to hand over." : nil)
    for (index, note) in open.prefix(mostFields).enumerated() {
      var field = DialogField(
        DiffFileRow.shortened(UntrustedText.cleanLine("\(index + 1) \(note.author) \(note.place)"), 44), .choice(words, 1))
      field.notes = [note.id]
      dialog.fields.append(field)
    }
    if open.count > mostFields {
      var field = DialogField("the other \(open.count - mostFields)", .choice(words, 1))
      field.notes = open.dropFirst(mostFields).map(\.id)
      dialog.fields.append(field)
    }
    if !request.failedChecks.isEmpty { dialog.fields.append(DialogField(checksLabel, .choice(words, 1))) }
    dialog.fields.append(DialogField(wordsLabel, .line(TextBuffer())))
    return dialog
  }

  /// What will become of the task.
  private static func course(_ task: TaskRecord, _ request: PublishedRequest) -> String {
    switch task.phase {
    case .done:
      "It goes back to work from \(task.published?.ref ?? "its branch"), on the same base; the next approval updates \(request.name)."
    case .review: "Its agent goes on with it."
    default: "It goes to its agent at the end of the turn."
    }
  }

  /// What the fields choose.
  static func order(_ dialog: DialogState) -> ReviewOrder {
    func isChosen(_ field: DialogField) -> Bool { if case .choice(_, 1) = field.content { true } else { false } }
    var order = ReviewOrder(notes: [])
    order.notes = dialog.fields.filter(isChosen).flatMap { $0.notes ?? [] }
    order.checks = dialog.fields.contains { $0.label == checksLabel && isChosen($0) }
    order.words = dialog.fields.first { $0.label == wordsLabel }?.text ?? ""
    return order
  }
}
