import JSON

/// Reads what an answer says about its tokens out of its bytes as they pass; they may be torn anywhere. Memory is bounded: a longer event than `lineLimit` and a
/// longer whole answer than `wholeLimit` are passed over.
struct UsageReader {
  private enum Shape { case lines, whole, unknown }

  /// Bytes of one event at most.
  static let lineLimit = 8 << 20
  /// Bytes of an answer that is not streamed at most.
  static let wholeLimit = 32 << 20
  /// Bytes of a list of answers at most.
  static let listLimit = 4 << 20

  /// What was said so far.
  private(set) var figures = UsageFigures()
  /// Bytes of the answer so far.
  private(set) var bytes = 0
  /// Whether the answer comes in events.
  var isStream: Bool { shape == .lines }

  private let shape: Shape
  private var held: [UInt8] = []
  private var isTooLong = false

  /// A reader for an answer of this type, which was not compressed.
  init(contentType: String?, contentEncoding: String?) {
    let type = (contentType ?? "").lowercased()
    let coding = (contentEncoding ?? "identity").lowercased()
    if coding != "identity", !coding.isEmpty {
      shape = .unknown
    } else if type.contains("event-stream") || type.contains("ndjson") || type.contains("jsonl") || type.contains("json-seq") {
      shape = .lines
    } else {
      shape = type.contains("json") ? .whole : .unknown
    }
  }

  /// The next bytes.
  mutating func take(_ more: [UInt8]) {
    bytes += more.count
    switch shape {
    case .unknown: return
    case .whole: hold(more[...], limit: Self.wholeLimit)
    case .lines:
      var rest = more[...]
      while let end = rest.firstIndex(of: 0x0a) {
        if held.isEmpty, !isTooLong {
          read(rest[..<end])
        } else {
          hold(rest[..<end], limit: Self.lineLimit)
          if !isTooLong { read(held[...]) }
          held = []
          isTooLong = false
        }
        rest = rest[(end + 1)...]
      }
      hold(rest, limit: Self.lineLimit)
    }
  }

  /// The answer is over.
  mutating func finish() {
    defer { held = [] }
    guard !isTooLong, !held.isEmpty else { return }
    if shape == .lines {
      read(held[...])
    } else if held.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") {
      if held.count <= Self.listLimit, let value = try? JSONValue.parse(held) { figures.take(value) }
    } else {
      var said = JSONObject()
      for (name, value) in JSONMembers.find(Self.members, in: held) {
        if let value = (try? JSONValue.parse([0x5b] + value + [0x5d]))?[0] { said[name] = value }
      }
      figures.take(.object(said))
    }
  }

  /// What of a whole answer says anything about tokens.
  private static let members: Set<String> = [
    "type", "model", "usage", "modelVersion", "usageMetadata", "done", "prompt_eval_count", "eval_count", "x_groq",
  ]

  private mutating func hold(_ more: ArraySlice<UInt8>, limit: Int) {
    guard !isTooLong, !more.isEmpty else { return }
    if held.count + more.count > limit {
      held = []
      isTooLong = true
    } else {
      held.append(contentsOf: more)
    }
  }

  /// A line of an event stream or of lines of JSON. Only those that may hold figures are parsed.
  private mutating func read(_ line: ArraySlice<UInt8>) {
    guard Self.mayCount(line) else { return }
    var line = line
    if line.starts(with: Array("data:".utf8)) { line = line.dropFirst(5) }
    while line.first == 0x20 { line.removeFirst() }
    guard line.first == UInt8(ascii: "{"), let value = try? JSONValue.parse(Array(line)) else { return }
    figures.take(value)
  }

  private static let markers = ["usage", "eval_count"].map { Array($0.utf8) }

  /// Whether a member's name begins with one of the markers.
  private static func mayCount(_ line: ArraySlice<UInt8>) -> Bool {
    line.withUnsafeBytes { line in
      var index = 0
      while index < line.count {
        if line[index] == 0x22, markers.contains(where: { line[(index + 1)...].starts(with: $0) }) { return true }
        index += 1
      }
      return false
    }
  }
}
