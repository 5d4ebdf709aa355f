internal import Model
internal import Screen
internal import Wire

/// What the dialog that publishes several tasks says of their train: whether each merges onto its branch with those before it.
enum TrainWords {
  /// Asks for the rehearsal, in the order in which the dialog will publish.
  static func ask(_ tasks: [TaskRecord], _ state: inout InterfaceState) -> Effect {
    let ids = tasks.map(\.id)
    return state.send(.conflicts(CollisionQuestion(rehearses: true, order: ids)), for: .train(ids))
  }

  /// Puts what came of it into the dialog, if it is still open.
  static func take(_ reports: [CollisionReport], _ ids: [TaskID], _ state: inout InterfaceState) {
    let wanted = Set(ids)
    let steps = reports.flatMap { $0.rehearsal?.steps ?? [] }.filter { wanted.contains($0.task) }
    let stuck = steps.filter { $0.standing.kind != .merges }
    var lines: [DialogLine] = []
    if stuck.isEmpty {
      lines.append(DialogLine("Rehearsed in this order: all of them merge.", .textDim))
    } else {
      lines.append(DialogLine("Rehearsed in this order, \(stuck.count) of \(steps.count) would not go in:", .noticeWarning))
      for step in stuck.prefix(20) {
        lines.append(
          DialogLine(
            "  \(step.task)  \(step.words)", step.standing.kind == .conflicts ? .noticeError : .textDim))
      }
      if stuck.count > 20 { lines.append(DialogLine("  and \(stuck.count - 20) more", .textDim)) }
      if let better = better(reports, wanted) { lines.append(DialogLine("  Suggested order: \(better)", .textDim)) }
    }
    append(lines, ids, &state)
  }

  static func refused(_ text: String, _ ids: [TaskID], _ state: inout InterfaceState) {
    append([DialogLine("Not rehearsed: \(text)", .noticeWarning)], ids, &state)
  }

  /// The suggested order of the tasks, where they are of one repository.
  private static func better(_ reports: [CollisionReport], _ wanted: Set<TaskID>) -> String? {
    let orders = reports.map { $0.matrix.order.filter(wanted.contains) }.filter { !$0.isEmpty }
    return orders.count == 1 ? orders[0].map(\.description).joined(separator: " ") : nil
  }

  private static func append(_ lines: [DialogLine], _ ids: [TaskID], _ state: inout InterfaceState) {
    guard case .dialog(var dialog)? = state.modals.last, case .approve(let tasks) = dialog.intent, tasks.map(\.id) == ids else { return }
    dialog.lines += lines
    state.replaceModal(.dialog(dialog))
  }
}
