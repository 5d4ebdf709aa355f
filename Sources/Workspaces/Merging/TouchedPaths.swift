/// What a change touches, as far as merges depend on it: files by path, and the directories that it made or moved. Pure.
struct TouchedPaths: Sendable {
  /// What becomes of one path.
  struct Outcome: Hashable, Sendable {
    var oldBlob: String
    var newBlob: String
    var newMode: String
    var status: Character
    /// Where it came from, or went.
    var otherPath: TreePath?
  }

  /// By path; a renamed file stands under both of its paths.
  let outcomes: [TreePath: Outcome]
  /// Paths that were not there before.
  let added: [TreePath]
  /// The directories that files were moved out of, and those above them.
  let left: Set<TreePath>

  /// The touched paths of a change's entries.
  init(_ entries: [DiffTreeOutput.Entry]) {
    var outcomes: [TreePath: Outcome] = [:]
    var added: [TreePath] = []
    var left: Set<TreePath> = []
    for entry in entries {
      outcomes[entry.path] = Outcome(
        oldBlob: entry.oldBlob, newBlob: entry.newBlob, newMode: entry.newMode, status: entry.status, otherPath: entry.oldPath)
      if entry.status == "A" || entry.oldPath != nil { added.append(entry.path) }
      guard entry.status == "R", let old = entry.oldPath else { continue }
      outcomes[old] = Outcome(
        oldBlob: entry.oldBlob, newBlob: entry.newBlob, newMode: entry.newMode, status: "R", otherPath: entry.path)
      guard old.parent != entry.path.parent else { continue }
      var parent = old.parent
      while let directory = parent, left.insert(directory).inserted { parent = directory.parent }
    }
    self.outcomes = outcomes
    self.added = added
    self.left = left
  }

  /// The paths that both touch, and not in the same way: in byte order. Where one has a file in place of the other's directory, the file; where one fills a
  /// directory that the other moved away, what is filled in.
  func shared(with other: TouchedPaths) -> [TreePath] {
    let (small, large) = outcomes.count <= other.outcomes.count ? (self, other) : (other, self)
    var found: Set<TreePath> = []
    for (path, outcome) in small.outcomes {
      if let there = large.outcomes[path], there != outcome { found.insert(path) }
    }
    found.formUnion(self.inTheWay(of: other))
    found.formUnion(other.inTheWay(of: self))
    return found.sorted()
  }

  /// The paths to which both do exactly the same, in byte order.
  func identical(to other: TouchedPaths) -> [TreePath] {
    let (small, large) = outcomes.count <= other.outcomes.count ? (self, other) : (other, self)
    return small.outcomes.compactMap { large.outcomes[$0] == $1 ? $0 : nil }.sorted()
  }

  /// Where a new path of the other has a directory where this has, or had, a file, and where it lies in a directory that this moved away.
  private func inTheWay(of other: TouchedPaths) -> [TreePath] {
    var found: [TreePath] = []
    for path in other.added {
      var parent = path.parent
      while let directory = parent {
        if outcomes[directory] != nil { found.append(directory) }
        if left.contains(directory), outcomes[path] == nil { found.append(path) }
        parent = directory.parent
      }
    }
    return found
  }

  /// Which pairs of changes may have something in common: those that touch one path, or where one has a directory that the other has as a file or moved. By their
  /// places, the smaller first.
  static func pairs(of changes: [TouchedPaths]) -> Set<Pair> {
    var owners: [TreePath: [Int]] = [:]
    var leavers: [TreePath: [Int]] = [:]
    for (place, change) in changes.enumerated() {
      for path in change.outcomes.keys { owners[path, default: []].append(place) }
      for path in change.left { leavers[path, default: []].append(place) }
    }
    var found: Set<Pair> = []
    func add(_ one: Int, _ other: Int) { if one != other { found.insert(Pair(min(one, other), max(one, other))) } }
    for places in owners.values where places.count > 1 {
      for (index, place) in places.enumerated() { for other in places[(index + 1)...] { add(place, other) } }
    }
    for (place, change) in changes.enumerated() {
      for path in change.added {
        var parent = path.parent
        while let directory = parent {
          for other in owners[directory] ?? [] { add(place, other) }
          for other in leavers[directory] ?? [] { add(place, other) }
          parent = directory.parent
        }
      }
    }
    return found
  }

  /// Two places.
  struct Pair: Hashable, Sendable {
    let first: Int
    let second: Int

    init(_ first: Int, _ second: Int) {
      self.first = first
      self.second = second
    }
  }
}
