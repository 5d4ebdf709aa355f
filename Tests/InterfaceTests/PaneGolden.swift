import FoundationEssentials
import Screen
import Testing

/// Compares a canvas with the golden text in the repository. With CARREL_UPDATE_GOLDEN=1 the text is written instead.
enum PaneGolden {
  static func check(_ canvas: Canvas, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    let file = folder.appending(path: "\(name).txt")
    let text = canvas.golden()
    if ProcessInfo.processInfo.environment["CARREL_UPDATE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: file)
      return
    }
    guard let data = try? Data(contentsOf: file) else {
      Issue.record("no golden text \(name).txt; run with CARREL_UPDATE_GOLDEN=1 and look at it", sourceLocation: sourceLocation)
      return
    }
    let known = String(decoding: data, as: UTF8.self)
    #expect(text == known, "\(name).txt differs", sourceLocation: sourceLocation)
  }
}

/// Random numbers that are the same in every run.
struct RepeatableNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// `#expect` cannot call what changes a value; these can.
func expectTrue(_ value: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(value, sourceLocation: sourceLocation)
}

/// The opposite.
func expectFalse(_ value: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(!value, sourceLocation: sourceLocation)
}
