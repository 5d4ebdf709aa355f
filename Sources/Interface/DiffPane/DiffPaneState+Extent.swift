package import Model

/// Which part of the change is shown: everything, what the running or last turn did, or what changed since the tree that the operator was shown when he
/// last looked.
extension DiffPaneState {
  /// The parts, in the order of the key.
  package enum Extent: Hashable, Sendable { case all, turn, sinceLooked }

  /// What to ask the service for.
  package var scope: DiffScope {
    switch extent {
    case .all: .all
    case .turn: .turn(nil)
    case .sinceLooked: lookedTree.map { .since($0) } ?? .all
    }
  }

  /// What the border says of it; empty for everything.
  var extentWord: String {
    switch extent {
    case .all: ""
    case .turn: "last turn"
    case .sinceLooked: "since you looked"
    }
  }

  /// Goes on to the next part. What is shown goes until it has come.
  package mutating func nextExtent() {
    switch extent {
    case .all: extent = .turn
    case .turn: extent = lookedTree == nil ? .all : .sinceLooked
    case .sinceLooked: extent = .all
    }
    forgetTexts()
  }

  /// Goes back to the whole change.
  package mutating func showAll() {
    extent = .all
    forgetTexts()
  }

  private mutating func forgetTexts() {
    listing = nil
    texts = [:]
    rows = []
    rowsOf = nil
    cursor = 0
    top = 0
    rangeStart = nil
  }

  /// The operator goes to another task: what changes from now on is new to him when he comes back.
  package mutating func leaveTask() { lookedTree = seenTree ?? lookedTree }
}
