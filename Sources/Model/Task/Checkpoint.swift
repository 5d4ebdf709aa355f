/// A state of a task's workspace that is kept as a tree: what a turn left, or what was there before the files were set back.
package struct Checkpoint: Hashable, Sendable, Codable {
  /// Its name: "3" is the end of the third turn, "3.1" the first state that was kept before a rewind after it.
  package var name: String
  /// The tree's object id in the task's shadow repository.
  package var tree: String
  /// The tree that the turn began with; nil: the base.
  package var before: String?
  /// The commit that the work was based on then; nil: the one that it is based on as long as it was never brought onto another.
  package var base: String?
  /// When it was taken.
  package var time: Timestamp
  /// The whole change against the base at that moment.
  package var change: DiffSummary

  /// A checkpoint.
  package init(name: String, before: String?, time: Timestamp, change: DiffSummary) {
    self.name = name
    tree = change.tree
    self.before = before
    self.time = time
    self.change = change
  }

  /// The turn that it belongs to.
  package var turn: Int { Int(name.prefix { $0 != "." }) ?? 0 }

  /// Whether it is the end of a turn.
  package var isTurn: Bool { !name.contains(".") }

  /// The most that are kept of a task; the oldest go.
  package static let most = 200
}

extension TaskRecord {
  /// The checkpoint of this name.
  package func checkpoint(named name: String) -> Checkpoint? { checkpoints.last { $0.name == name } }

  /// The name that the end of the next turn gets.
  package var nextTurnName: String { String((checkpoints.last?.turn ?? 0) + 1) }

  /// The name that the next state gets which is kept before a rewind.
  package var nextKeptName: String {
    let turn = checkpoints.last?.turn ?? 0
    return "\(turn).\(checkpoints.count { $0.turn == turn && !$0.isTurn } + 1)"
  }

  /// Takes a checkpoint in; the next turn begins with its tree.
  package mutating func add(_ checkpoint: Checkpoint) {
    checkpoints.append(checkpoint)
    if checkpoints.count > Checkpoint.most { checkpoints.removeFirst(checkpoints.count - Checkpoint.most) }
    turnStart = checkpoint.tree
  }
}
