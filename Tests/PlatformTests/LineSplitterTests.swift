import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct LineSplitterTests {
  private func lines(_ text: String, batch: Int, limit: Int = 1000) -> [String] {
    var splitter = LineSplitter(limit: limit)
    let bytes = Array(text.utf8)
    var found: [LineSplitter.Line] = []
    for start in stride(from: 0, to: bytes.count, by: batch) {
      found += splitter.append(Array(bytes[start..<min(start + batch, bytes.count)]))
    }
    if let last = splitter.finish() { found.append(last) }
    return found.map { String(decoding: $0.bytes, as: UTF8.self) + ($0.truncated ? "…" : "") }
  }

  @Test(arguments: [1, 2, 3, 7, 100]) func splitsAlikeInEveryBatchSize(batch: Int) {
    #expect(lines("one\n\ntwo\r\nthree", batch: batch) == ["one", "", "two\r", "three"])
    #expect(lines("one\n", batch: batch) == ["one"])
    #expect(lines("", batch: batch) == [])
    #expect(lines("123456789\nab\n1234\n12345", batch: batch, limit: 4) == ["1234…", "ab", "1234", "1234…"])
  }

  @Test func megabyteLinesOfAChild() async throws {
    let script = "for i in 1 2 3; do head -c 1048576 /dev/zero | tr '\\0' x; echo; done"
    let child = try ChildProcess.spawn(ProcessCommand("sh", ["-c", script], environment: plain))
    var splitter = LineSplitter(limit: 32 * 1024 * 1024)
    var found: [LineSplitter.Line] = []
    while let bytes = await child.output.next() { found += splitter.append(bytes) }
    let same = found == Array(repeating: LineSplitter.Line(bytes: Array(repeating: 120, count: 1_048_576), truncated: false), count: 3)
    #expect(same)
  }
}
