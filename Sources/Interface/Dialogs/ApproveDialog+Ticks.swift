internal import Model
internal import Screen

/// The sensitive files that nobody has ticked yet: each is listed with a field of its own, which ticks it. There is no key for all of them.
extension ApproveDialog {
  /// How many are ticked in the dialog; what is more is ticked in the list of changed files.
  static let mostTicks = 6
  /// The words of the fields.
  static let tickWords = ["not ticked", "ticked"]

  /// Adds a field for each file that must be ticked, as far as the changed files are known here.
  static func addTicks(_ dialog: inout DialogState, _ tasks: [TaskRecord], _ state: InterfaceState) {
    var open: [DialogField.Tick] = []
    for task in tasks {
      var stamps = task.openBefore
      if let listing = state.panes[task.id]?.diff.listing, listing.summary.tree == task.diff?.tree {
        for file in task.unticked(in: listing.files) where !task.isOut(file) { stamps[file.path] = file.stamp }
      } else if tasks.count > 1, let count = task.diff?.sensitive, count > (task.ticks?.count ?? 0) {
        dialog.lines.append(DialogLine("\(task.id): \(count) sensitive files; open it to tick them", .noticeWarning))
      }
      for (path, stamp) in stamps.sorted(by: { $0.key < $1.key }) {
        open.append(DialogField.Tick(task: task.id, path: path, stamp: stamp))
        if task.untickedBefore?[path] == stamp {
          dialog.lines.append(DialogLine("  \(path): sensitive, in the work that \(task.id) begins with, NOT TICKED", .noticeWarning))
        }
      }
    }
    for tick in open.prefix(mostTicks) {
      let name = RiskyText.runs(tick.path, style: Style(.text)).map(\.text).joined()
      let label = (tasks.count > 1 ? "\(tick.task) " : "") + DiffFileRow.shortened(name, 40)
      dialog.fields.append(DialogField(label, .choice(tickWords, 0), tick: tick))
    }
    if open.count > mostTicks {
      dialog.lines.append(
        DialogLine("\(open.count - mostTicks) more sensitive files must be ticked in the list of changed files (3, Space).", .noticeWarning)
      )
    }
  }

  /// The first field that stands in the way of publishing; nil when none does, or nothing is published.
  static func firstUnticked(_ dialog: DialogState) -> Int? {
    guard case .approve = dialog.intent, dialog.fields.first(where: { $0.label == publish })?.text != Publication.Kind.none.rawValue else {
      return nil
    }
    return dialog.fields.firstIndex(where: \.isUnticked)
  }
}
