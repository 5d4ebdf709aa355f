import JSON
import Testing

@Suite struct JSONLinesTests {
  private let text = "{\"a\":1}\r\n\n  \nnot json\n[2]\n\"last\""

  @Test func wholeFile() {
    let lines = JSONLines.parse(Array(text.utf8))
    #expect(lines.map(\.number) == [1, 4, 5, 6])
    #expect(lines.map(\.value) == [.success(["a": 1]), .failure(.syntax), .success([2]), .success("last")])
  }

  @Test(arguments: [1, 2, 3, 7])
  func anyCutGivesTheSame(_ size: Int) {
    let bytes = Array(text.utf8)
    var reader = JSONLines()
    var lines: [JSONLines.Line] = []
    for start in stride(from: 0, to: bytes.count, by: size) { lines += reader.append(bytes[start..<min(start + size, bytes.count)]) }
    if let line = reader.finish() { lines.append(line) }
    #expect(lines == JSONLines.parse(bytes))
    #expect(reader.finish() == nil)
  }

  @Test func writes() {
    #expect(JSONLines.serialized([1, ["a": .null]]) == "1\n{\"a\":null}\n")
  }
}
