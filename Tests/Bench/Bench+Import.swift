import Glibc
import Platform

/// A thousand issues of a forge on the loopback become queued tasks; beside curl, which fetches the same pages and does nothing with them.
extension Bench {
  private static let issues = 1000

  func importSection() async throws {
    let server = try IssueServer(issues: Self.issues)
    let address = "http://127.0.0.1:\(server.port)"
    let repository = "\(place.root)/tools"
    mkdir(repository, 0o700)
    try place.git(["init", "-q", "-b", "main"], in: repository)
    try place.git(["commit", "-q", "--allow-empty", "-m", "first"], in: repository)
    try place.git(["remote", "add", "origin", "\(address)/ops/tools.git"], in: repository)
    let config = """
      [[forge]]
      kind = "gitea"
      host = "127.0.0.1:\(server.port)"
      url = "\(address)"
      insecure_http = true
      token_env = "BENCH_TOKEN"
      """
    let variables = ["BENCH_TOKEN": "0123456789abcdef0123456789abcdef01234567"]
    let place = place
    var (first, again, peer): ([Double], [Double], [Double]) = ([], [], [])
    for round in 0..<3 {
      let state = "import\(round)"
      try await withService(state, config: config, tasks: 0, variables) { _ in
        try place.command(state, ["queue", "pause"], variables)
        func run() async throws -> Double {
          let begin = Moment.now
          let said = try await runBlocking { try place.command(state, ["import", "--limit", "\(Self.issues)", repository], variables) }
          let passed = Moment.now - begin
          let lines = said.split(separator: "\n").count
          guard lines == Self.issues else { throw BenchError("the import told of \(lines) issues: \(said.prefix(200))") }
          return passed
        }
        first.append(try await run())
        again.append(try await run())
      }
      let pages = (1...(Self.issues / 50)).map { "\(address)/api/v1/repos/ops/tools/issues?type=issues&state=open&page=\($0)&limit=50" }
      let begin = Moment.now
      let outputs = pages.flatMap { ["-o", "/dev/null", $0] }
      _ = try await runBlocking { try Place.run("/usr/bin/curl", ["-s"] + outputs, place.environment("git"), place.root) }
      peer.append(Moment.now - begin)
    }
    let curl = Sample(peer).median
    figures.append(
      Figure(
        "import of 1,000 issues", "\(Figure.number(Sample(first).median)) ms",
        peers: Figure.ratio(Sample(first).median, to: curl, "curl of the same pages")))
    figures.append(
      Figure(
        "the same again: nothing new", "\(Figure.number(Sample(again).median)) ms",
        peers: Figure.ratio(Sample(again).median, to: curl, "curl of the same pages")))
  }
}
