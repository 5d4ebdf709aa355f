import Agents
import Glibc
import Model
import Platform

/// How fast a recorded stream of claude becomes events: the long recordings of the repository, again and again, beside jq reading the same bytes.
extension Bench {
  func decoder() async throws {
    let folder = Self.recordings
    let names = try Files.list(folder).filter { $0.hasSuffix(".jsonl") && !$0.contains(".in.") && !$0.contains(".both.") }.sorted()
    var recordings: [(name: String, bytes: [UInt8])] = []
    for name in names { recordings.append((name, try Files.read("\(folder)/\(name)", limit: 1 << 30))) }
    recordings.sort { $0.bytes.count > $1.bytes.count }
    let long = recordings.prefix(6)
    guard let longest = long.first else { throw BenchError("there are no recordings in \(folder)") }
    for (what, parts) in [("the longest recording, \(longest.name)", [longest.bytes]), ("the six longest recordings", long.map(\.bytes))] {
      try measure(what, parts)
    }
  }

  private func measure(_ what: String, _ parts: [[UInt8]]) throws {
    let lines = parts.flatMap { $0.split(separator: 10).map { Array($0) } }
    let size = Double(lines.reduce(0) { $0 + $1.count + 1 }) / 1e6
    let repeats = max(1, Int(48 / size))
    var rates: [Double] = []
    var events = 0
    for _ in 0..<5 {
      events = 0
      let start = Moment.now
      for _ in 0..<repeats {
        guard var decoder = ClaudeEngine().replayDecoder() else { throw BenchError("claude has no decoder") }
        for line in lines { events += decoder.decode(line: line).count }
        events += decoder.finish(TaskFailure(.unknown, "")).count
      }
      rates.append(size * Double(repeats) / (Moment.now - start) * 1000)
    }
    let rate = Sample(rates)
    figures.append(
      Figure(
        "decoding \(what) (\(Figure.number(Double(lines.count), 0)) lines, \(Figure.number(size * 1000, 0)) KB)",
        "\(Figure.number(rate.median, 0)) MB/s (\(Figure.number(rate.least, 0))–\(Figure.number(rate.most, 0)))", reach: "≥ 200 MB/s",
        peers: try jq(parts, repeats: repeats, size: size, ours: rate.median)))
    if events == 0 { throw BenchError("the recordings gave no event") }
  }

  private func jq(_ parts: [[UInt8]], repeats: Int, size: Double, ours: Double) throws -> String {
    guard access("/usr/bin/jq", X_OK) == 0 else { return "" }
    let once = parts.flatMap { $0 }
    let times = max(1, repeats / 4)
    try Files.writeAtomically(Array(repeatElement(once, count: times).joined()), to: "\(place.root)/recording.jsonl", mode: 0o600)
    let start = Moment.now
    try Place.run("/bin/sh", ["-c", "exec jq -c . <\"$0\" >/dev/null", "\(place.root)/recording.jsonl"], ["PATH": "/usr/bin:/bin"], "/")
    let rate = size * Double(times) / (Moment.now - start) * 1000
    return "jq -c . \(Figure.number(rate, 0)) MB/s (×\(Figure.number(ours / rate, 1)))"
  }

  private static var recordings: String {
    Files.parent(of: Files.parent(of: #filePath)) + "/AgentsTests/Fixtures/claude"
  }
}
