import Glibc
import Model
import Workspaces

/// Workspaces of a repository with 5,000 files, against git's own two quick ways, which share objects or references with the source, and against copies.
extension Bench {
  func workspaces() async throws {
    try makeProject("big", files: 5000)
    let source = "\(place.root)/big"
    // Otherwise the copies would copy 5,000 loose objects as well.
    try place.git(["gc", "-q", "--prune=now"], in: source)
    let store = try WorkspaceStore(root: "\(place.root)/workspaces", git: try GitProgram(helper: nil))
    let location = RepositoryLocation(source: source, publishTo: source)
    remarks.append(
      "workspaces: on \(Self.fileSystem(of: place.root)); peers two at a time, as many as there are threads in one copy; caches warm.")
    let cold = Moment.now
    _ = try await store.prepare(task: TaskID(1), location: location, base: nil)
    figures.append(Figure("workspace: the first of a repository, with mirror and template", "\(Figure.number(Moment.now - cold, 0)) ms"))
    var next = 2
    for (count, rounds) in [(1, 7), (10, 3), (40, 2)] {
      var times: [Way: [Double]] = [:]
      for round in 0..<rounds {
        // Every way comes first once: none has always the warmer machine.
        for turn in 0..<Way.allCases.count {
          let way = Way.allCases[(turn + round) % Way.allCases.count]
          let begun = Moment.now
          try await make(count, way, store, location, from: next)
          times[way, default: []].append(Moment.now - begun)
          if way == .ours {
            try await removeAll(next..<(next + count), store, count == 40)
            next += count
          } else {
            try clear(way)
          }
        }
      }
      guard let ours = times[.ours].map(Sample.init) else { continue }
      let ratios = Way.allCases.dropFirst().map { way in
        Figure.ratio(ours.median, to: Sample(times[way] ?? []).median, way.rawValue, digits: 0)
      }
      figures.append(
        Figure(
          "\(count) workspace\(count == 1 ? "" : "s") of 5,000 files", "\(Figure.number(ours.median, 0)) ms",
          reach: "≤ 0.5 clone, worktree; ≤ 0.85 cp; ≤ 1.3 bare copy", peers: ratios.joined(separator: ", ")))
    }
    await store.trashEmptied()
  }

  private enum Way: String, CaseIterable {
    case ours = "carrel"
    case clone = "git clone --shared"
    case worktree = "git worktree add"
    case copy = "cp -a"
    case bare = "bare parallel copy"
  }

  private func make(_ count: Int, _ way: Way, _ store: WorkspaceStore, _ location: RepositoryLocation, from next: Int) async throws {
    let (root, source) = (place.root, location.source)
    switch way {
    case .ours:
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<count {
          group.addTask { _ = try await store.prepare(task: TaskID(next + number), location: location, base: nil) }
        }
        try await group.waitForAll()
      }
    case .clone: try two(count) { "git clone -q --shared '\(source)' '\(root)/peer\($0)'" }
    case .worktree: try two(count) { "git -C '\(source)' worktree add -q --detach '\(root)/peer\($0)'" }
    case .copy: try two(count) { "cp -a '\(source)' '\(root)/peer\($0)'" }
    case .bare: for number in 0..<count { _ = try TreeCopier.copyTree(source, to: "\(root)/peer\(number)") }
    }
  }

  /// Runs a command so often, two at a time.
  private func two(_ count: Int, _ command: (Int) -> String) throws {
    let halves = [0, 1].map { half in stride(from: half, to: count, by: 2).map(command).joined(separator: " && ") }
    let script = count == 1 ? "set -e; \(halves[0])" : "set -e; { \(halves[0]); } & one=$!; { \(halves[1]); }; wait $one"
    try Place.run("/bin/sh", ["-c", script], place.environment("git"), place.root)
  }

  private func clear(_ way: Way) throws {
    try Place.run("/bin/sh", ["-c", "rm -rf '\(place.root)'/peer*"], ["PATH": "/usr/bin:/bin"], "/")
    if way == .worktree { try place.git(["worktree", "prune"], in: "\(place.root)/big") }
  }

  /// Deletes as the operator feels it: until the workspaces are gone, while the files go behind his back.
  private func removeAll(_ numbers: Range<Int>, _ store: WorkspaceStore, _ counts: Bool) async throws {
    let begun = Moment.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in numbers { group.addTask { try await store.remove(TaskID(number)) } }
      try await group.waitForAll()
    }
    let felt = Moment.now - begun
    await store.trashEmptied()
    guard counts else { return }
    figures.removeAll { $0.what.hasPrefix("40 removals") }
    figures.append(
      Figure(
        "40 removals of 5,000 files each, as felt", "\(Figure.number(felt)) ms", reach: "≤ 10 ms",
        peers: "all deleted after \(Figure.number(Moment.now - begun, 0)) ms"))
  }

  /// The kind of the file system of a path.
  private static func fileSystem(of path: String) -> String {
    var best: (point: String, kind: String) = ("", "an unknown file system")
    for line in Proc.text("/proc/self/mounts").split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 2, path.hasPrefix(words[1] == "/" ? "/" : words[1] + "/"), words[1].count >= best.point.count else { continue }
      best = (words[1], words[2])
    }
    return "\(best.kind) (\(best.point))"
  }
}
