internal import Model
internal import Screen
internal import Wire

/// The dialog's part about pull requests: their fields, and what the service says that an approval would do, which goes into the open dialog.
extension ApproveDialog {
  static let title = "Title"
  static let draft = "Draft"
  static let issue = "Issue"
  static let request = "Request"
  static let secrets = "Secrets"
  static let draftWords = [configured, "draft", "ready"]
  static let issueWords = [configured, "closed by the merge", "closed at once", "left open"]
  static let secretWords = ["not looked at", "publish them"]
  static let requestWords = ["bring it up to date", "open another"]
  private static let ofRequests = [title, draft, issue, request, secrets]

  static let configured = "as configured"

  /// The ways to choose from: first what the configuration says for these tasks. Where it says different things of them, each goes its own way.
  static func ways(_ tasks: [TaskRecord], _ state: InterfaceState) -> DialogField {
    let usual = Set(tasks.map { state.publication.kind(of: $0.repository) })
    guard usual.count == 1, let one = usual.first, let place = kinds.firstIndex(of: one) else {
      return DialogField(publish, .choice([configured] + kinds.map(\.rawValue), 0))
    }
    return DialogField(publish, .choice(kinds.map(\.rawValue), place))
  }

  /// What is chosen; nil: each as configured.
  static func kind(_ dialog: DialogState) -> Publication.Kind? {
    dialog.fields.first { $0.label == publish }.flatMap { Publication.Kind(rawValue: $0.text) }
  }

  /// Adds the fields of a pull request where one is chosen, and takes them away where none is. What was typed in them goes.
  static func addRequestFields(_ dialog: inout DialogState) {
    guard case .approve(let tasks) = dialog.intent else { return }
    dialog.fields.removeAll { ofRequests.contains($0.label) }
    guard kind(dialog) == .pr, let place = dialog.fields.lastIndex(where: { $0.label == publish || $0.label == message }) else { return }
    var fields = [DialogField(draft, .choice(draftWords, 0)), DialogField(issue, .choice(issueWords, 0))]
    if tasks.count == 1 { fields.insert(DialogField(title, .line(TextBuffer(""))), at: 0) }
    if tasks.contains(where: { $0.published?.request != nil }) { fields.append(DialogField(request, .choice(requestWords, 0))) }
    dialog.fields.insert(contentsOf: fields, at: place + 1)
  }

  /// What the fields say about the request.
  static func wish(_ dialog: DialogState) -> RequestWish {
    func text(_ label: String) -> String { dialog.fields.first { $0.label == label }?.text ?? "" }
    var wish = RequestWish()
    if text(title).contains(where: { !$0.isWhitespace }) { wish.title = text(title) }
    wish.draft = text(draft) == draftWords[1] ? true : text(draft) == draftWords[2] ? false : nil
    wish.closing =
      text(issue) == issueWords[1] ? .merge : text(issue) == issueWords[2] ? .now : text(issue) == issueWords[3] ? .never : nil
    wish.opensNew = text(request) == requestWords[1] ? true : nil
    wish.withSecrets = text(secrets) == secretWords[1] ? true : nil
    return wish
  }

  /// What is said about what leaves, if anything can be.
  static func request(_ dialog: DialogState) -> RequestWish? {
    let wish = wish(dialog)
    return kind(dialog) == .pr || wish != RequestWish() ? wish : nil
  }

  /// The field that stands in the way because something looks like a secret; nil: none.
  static func firstOpenSecret(_ dialog: DialogState) -> Int? {
    dialog.fields.firstIndex { $0.label == secrets && $0.text == secretWords[0] }
  }

  // MARK: What would happen

  /// Asks what the approval of one task would do, in the way that is chosen.
  static func rehearse(_ dialog: DialogState, _ state: inout InterfaceState) -> [Effect] {
    guard case .approve(let tasks) = dialog.intent, let task = tasks.first, tasks.count == 1, state.connection == .attached else {
      return []
    }
    let kind = kind(dialog)
    var options = ApproveOptions(kind: kind, tree: task.diff?.tree, unseen: true, dryRun: true)
    // As if each file that the dialog asks for were ticked: the rest is what is to be learnt.
    options.ticks = Dictionary(dialog.fields.compactMap(\.tick).map { ($0.path, $0.stamp) }) { first, _ in first }
    options.request = request(dialog)
    return [state.send(.approve(task.id, options), for: .rehearsal(task.id, kind))]
  }

  /// A choice was turned: another way has other fields, and does something else.
  static func turned(_ dialog: DialogState, _ state: inout InterfaceState) -> [Effect] {
    var dialog = dialog
    guard case .approve = dialog.intent, case .field(let index) = dialog.focus, dialog.fields.indices.contains(index),
      [publish, request].contains(dialog.fields[index].label)
    else {
      state.replaceModal(.dialog(dialog))
      return []
    }
    if dialog.fields[index].label == publish { addRequestFields(&dialog) } else { dialog.fields.removeAll { $0.label == secrets } }
    if let place = dialog.rehearsal { dialog.lines.removeSubrange(min(place, dialog.lines.count)...) }
    dialog.rehearsal = nil
    dialog.blocked = nil
    state.replaceModal(.dialog(dialog))
    return rehearse(dialog, &state)
  }

  private static func open(_ id: TaskID, _ kind: Publication.Kind?, _ state: InterfaceState) -> DialogState? {
    guard case .dialog(let dialog)? = state.modals.last, case .approve(let tasks) = dialog.intent, tasks.map(\.id) == [id],
      self.kind(dialog) == kind
    else { return nil }
    return dialog
  }

  /// What the service says that an approval would do.
  static func rehearsed(_ text: String, _ id: TaskID, _ kind: Publication.Kind?, _ state: inout InterfaceState) {
    guard var dialog = open(id, kind, state) else { return }
    dialog.rehearsal = dialog.lines.count
    for line in text.split(separator: "\n").prefix(300) {
      dialog.lines.append(DialogLine(String(line), line.hasPrefix("  ! ") || line.contains("NOT TICKED") ? .noticeWarning : .textDim))
    }
    if OutboxRehearsal.tellsOfSecrets(text),
      let place = dialog.fields.lastIndex(where: { [publish, message, issue, request].contains($0.label) }),
      !dialog.fields.contains(where: { $0.label == secrets })
    {
      dialog.fields.insert(DialogField(secrets, .choice(secretWords, 0)), at: place + 1)
      if case .field(let index) = dialog.focus, index > place { dialog.focus = .field(index + 1) }
    }
    state.replaceModal(.dialog(dialog))
  }

  /// Why the service would not do it.
  static func refused(_ text: String, _ id: TaskID, _ kind: Publication.Kind?, _ state: inout InterfaceState) {
    guard var dialog = open(id, kind, state) else { return }
    dialog.rehearsal = dialog.lines.count
    dialog.blocked = text
    dialog.lines.append(DialogLine(text, .noticeError))
    state.replaceModal(.dialog(dialog))
  }
}
