import Glibc
import Model
import Workspaces

/// A workspace for a task, against git's own two quick ways, which share objects or references with the source.
extension Bench {
  func workspaces() async throws {
    try makeProject("big", files: 5000)
    let source = "\(place.root)/big"
    let git = try GitProgram(helper: nil)
    let store = try WorkspaceStore(root: "\(place.root)/workspaces", git: git)
    let location = RepositoryLocation(source: source, publishTo: source)
    var (clones, trees, ours): ([Double], [Double], [Double]) = ([], [], [])
    let cold = Moment.now
    _ = try await store.prepare(task: TaskID(1), location: location, base: nil)
    let first = Moment.now - cold
    for round in 0..<9 {
      var start = Moment.now
      try place.git(["clone", "-q", "--shared", source, "\(place.root)/clone\(round)"], in: place.root)
      clones.append(Moment.now - start)
      start = Moment.now
      try place.git(["worktree", "add", "-q", "--detach", "\(place.root)/tree\(round)"], in: source)
      trees.append(Moment.now - start)
      start = Moment.now
      _ = try await store.prepare(task: TaskID(round + 2), location: location, base: nil)
      ours.append(Moment.now - start)
      for name in ["clone\(round)", "tree\(round)"] { try Place.run("/bin/rm", ["-rf", "\(place.root)/\(name)"], [:], "/") }
    }
    let (own, clone, tree) = (Sample(ours), Sample(clones), Sample(trees))
    figures.append(
      Figure(
        "workspace of 5,000 files", "\(Figure.number(own.median, 0)) ms (\(Figure.number(own.least, 0))–\(Figure.number(own.most, 0)))",
        peers: Figure.ratio(own.median, to: clone.median, "git clone --shared", digits: 0) + ", "
          + Figure.ratio(own.median, to: tree.median, "git worktree add", digits: 0)))
    figures.append(Figure("… the first of a repository, with its mirror", "\(Figure.number(first, 0)) ms"))
    var removals: [Double] = []
    for number in 2..<8 {
      let start = Moment.now
      try await store.remove(TaskID(number))
      removals.append(Moment.now - start)
    }
    figures.append(Figure("… and its removal", "\(Figure.number(Sample(removals).median, 0)) ms"))
  }
}
