import Glibc
import Model
import Platform
import Workspaces

/// Who of forty tasks of a repository with 5,000 files is in whose way, against a shell that asks git about each pair, and about as many pairs as there are with
/// something in common.
extension Bench {
  func conflicts() async throws {
    try makeProject("collide", files: 5000)
    let source = "\(place.root)/collide"
    try place.git(["gc", "-q", "--prune=now"], in: source)
    let store = try WorkspaceStore(root: "\(place.root)/collide-state", git: try GitProgram(helper: nil))
    let files = try collisionFiles(source)
    var subjects: [MergeSubject] = []
    for number in 1...40 {
      let workspace = try await store.prepare(
        task: TaskID(number), location: RepositoryLocation(source: source, publishTo: source), base: nil)
      try change(number, files, in: workspace.path)
      subjects.append(try await subject(number, store))
    }
    var (cold, warm): ([Double], [Double]) = ([], [])
    var matrix = CollisionMatrix(repository: source)
    for _ in 0..<5 {
      let book = MergeBook(store: store)
      let begun = Moment.now
      matrix = try await book.matrix(subjects, repository: source)
      cold.append(Moment.now - begun)
    }
    let book = MergeBook(store: store)
    _ = try await book.matrix(subjects, repository: source)
    for round in 0..<15 {
      let number = round % 40 + 1
      guard let workspace = store.workspace(of: TaskID(number)) else { throw BenchError("a workspace is gone") }
      try Files.writeAtomically(
        Array("round \(round)\n".utf8), to: workspace.path + "/" + files[round % 25], mode: 0o644)
      subjects[number - 1] = try await subject(number, store)
      let begun = Moment.now
      _ = try await book.matrix(subjects, repository: source)
      warm.append(Moment.now - begun)
    }
    let shell = try await shellPairs(subjects, store, source)
    let conflicts = matrix.collisions.count { $0.kind == .conflict }
    figures.append(
      Figure(
        "collision matrix of 40 trees of 5,000 files, cold (\(matrix.collisions.count) of 780 pairs share files, \(conflicts) conflict)",
        "\(Figure.number(Sample(cold).median, 0)) ms", reach: "≤ 2,000 ms",
        peers: Figure.ratio(Sample(cold).median, to: shell, "780 × git merge-tree, of 78 runs", digits: 0)))
    figures.append(
      Figure(
        "… after one changed task", "\(Figure.number(Sample(warm).median, 0)) ms (\(Figure.number(Sample(warm).most, 0)) at most)",
        reach: "≤ 100 ms", peers: Figure.ratio(Sample(warm).median, to: shell / 20, "39 × git merge-tree", digits: 0)))
    let begun = Moment.now
    _ = try await book.rehearse(subjects)
    figures.append(Figure("… the train of all 40 rehearsed", "\(Figure.number(Moment.now - begun, 0)) ms"))
  }

  /// Twenty files of its own, and four of twenty-five that many touch, each in another line.
  private func change(_ number: Int, _ files: [String], in path: String) throws {
    for place in 0..<20 {
      let name = files[25 + (number * 20 + place) % (files.count - 25)]
      try Files.writeAtomically(try Files.read(path + "/" + name, limit: 1 << 20) + Array("# of \(number)\n".utf8), to: path + "/" + name)
    }
    for place in 0..<4 {
      let name = files[(number * 7 + place * 6) % 25]
      var lines = try Files.readText(path + "/" + name, limit: 1 << 20).split(separator: "\n", omittingEmptySubsequences: false)
      guard !lines.isEmpty else { continue }
      lines[(number + place) % lines.count] = "# changed by \(number)"
      try Files.writeAtomically(Array(lines.joined(separator: "\n").utf8), to: path + "/" + name)
    }
  }

  private func subject(_ number: Int, _ store: WorkspaceStore) async throws -> MergeSubject {
    let listing = try await store.snapshot(TaskID(number))
    return MergeSubject(task: TaskID(number), base: listing.base, tree: listing.summary.tree, branch: "main")
  }

  /// Paths of the project.
  private func collisionFiles(_ source: String) throws -> [String] {
    var found: [String] = []
    var rest = [""]
    while let directory = rest.popLast(), found.count < 2000 {
      for name in try Files.list(source + "/" + directory).sorted() where name != ".git" {
        let path = directory.isEmpty ? name : "\(directory)/\(name)"
        if Files.isDirectory(source + "/" + path) { rest.append(path) } else { found.append(path) }
      }
    }
    guard found.count > 900 else { throw BenchError("the project has too few files") }
    return found
  }

  /// Milliseconds that 780 runs of git would take, from every tenth of the pairs.
  private func shellPairs(_ subjects: [MergeSubject], _ store: WorkspaceStore, _ source: String) async throws -> Double {
    var branches: [String] = []
    for subject in subjects {
      let commit = try await store.commit(subject.task, tree: subject.tree, message: "m", author: CommitIdentity())
      branches.append(
        try await store.publishBranch(subject.task, commit: commit, branch: "bench/\(subject.task)", to: source))
    }
    var pairs: [(String, String)] = []
    for (place, first) in branches.enumerated() { for second in branches[(place + 1)...] { pairs.append((first, second)) } }
    let chosen = pairs.indices.filter { $0 % 10 == 0 }
    let script = chosen.map { "git merge-tree --write-tree \(pairs[$0].0) \(pairs[$0].1) >/dev/null" }.joined(separator: "\n")
    try place.write(script, to: "pairs.sh")
    let begun = Moment.now
    _ = try await ProcessRunner.run(
      ProcessCommand("/bin/sh", ["\(place.root)/pairs.sh"], environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"], directory: source),
      timeoutSeconds: 300)
    return (Moment.now - begun) * Double(pairs.count) / Double(chosen.count)
  }
}
