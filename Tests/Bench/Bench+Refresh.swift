import Glibc
import Model
import Platform
import Workspaces

/// How soon a changed file is in the diff, against `git status` in the same workspace.
extension Bench {
  func refresh() async throws {
    try await refresh(files: 5000, reach: 20)
    try await refresh(files: 100_000, reach: 50)
  }

  private func refresh(files: Int, reach: Double) async throws {
    let name = "refresh\(files)"
    let source = "\(place.root)/\(name)"
    try makeRepository(name, files: files)
    let store = try WorkspaceStore(root: "\(place.root)/\(name)-state", git: try GitProgram(helper: nil))
    let id = TaskID(1)
    let workspace = try await store.prepare(task: id, location: RepositoryLocation(source: source, publishTo: source), base: nil)
    store.watch(id) {}
    let start = Moment.now
    _ = try await store.snapshot(id, trustingWatch: true)
    let first = Moment.now - start
    let path = try someFile(in: workspace.path)
    var (ours, idle, full, theirs): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for round in 0..<15 {
      try Files.writeAtomically(Array("round \(round)\n".utf8), to: path, mode: 0o644)
      var begun = Moment.now
      let listing = try await store.snapshot(id, trustingWatch: true)
      ours.append(Moment.now - begun)
      guard listing.summary.files == 1 else { throw BenchError("the change is not in the diff") }
      begun = Moment.now
      _ = try await store.snapshot(id, trustingWatch: true)
      idle.append(Moment.now - begun)
      begun = Moment.now
      try place.git(["status", "--porcelain=v2"], in: workspace.path)
      theirs.append(Moment.now - begun)
      if round % 5 == 0 {
        begun = Moment.now
        _ = try await store.snapshot(id)
        full.append(Moment.now - begun)
      }
    }
    let shown = Figure.number(Double(files), 0)
    figures.append(
      Figure(
        "refresh of one changed file of \(shown)",
        "\(Figure.number(Sample(ours).median)) ms (\(Figure.number(Sample(ours).least))–\(Figure.number(Sample(ours).most)))",
        reach: "≤ \(Figure.number(reach, 0)) ms", peers: Figure.ratio(Sample(ours).median, to: Sample(theirs).median, "git status")))
    figures.append(
      Figure(
        "… when nothing changed; everything looked at; the first look, with \(Figure.number(Double(store.watchedDirectories(id)), 0)) watches",
        "\(Figure.number(Sample(idle).median, 2)); \(Figure.number(Sample(full).median, 0)); \(Figure.number(first, 0)) ms"))
    store.unwatch(id)
  }

  /// A repository of small files, twenty in a directory, without files of its own.
  private func makeRepository(_ name: String, files: Int) throws {
    let path = "\(place.root)/\(name)"
    mkdir(path, 0o700)
    try place.git(["init", "-q", "-b", "main"], in: path)
    var stream = "commit refs/heads/main\ncommitter Bench <bench@localhost> 1700000000 +0000\ndata 5\nBegin\n"
    for number in 0..<files {
      let text = "def function_\(number)(value):\n  return value * \(number)\n"
      stream += "M 100644 inline part\(number / 1000)/unit\(number / 20)/module\(number).py\ndata \(text.utf8.count)\n\(text)\n"
    }
    try place.write(stream, to: "\(name).stream")
    try place.git(["fast-import", "--quiet"], input: "\(place.root)/\(name).stream", in: path)
  }

  /// A file of the project that is not at its top.
  private func someFile(in directory: String) throws -> String {
    for name in try Files.list(directory).sorted() where name != ".git" {
      let path = directory + "/" + name
      if let inside = try? Files.list(path), !inside.isEmpty { return try someFile(in: path) }
    }
    for name in try Files.list(directory).sorted() where name != ".git" { return directory + "/" + name }
    throw BenchError("the project has no file")
  }
}
