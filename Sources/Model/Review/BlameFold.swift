/// Follows a file through a task: the edits that tool calls say they made, held against the file as it was between turns. A pure fold; what an edit says and the
/// file does not show is nobody's, what the file shows and no edit says is the turn's.
package struct BlameFold: Sendable {
  private struct Origin: Hashable {
    var turn: Int
    var call: Int64?
  }

  private var lines: [String]
  private var origins: [Origin?]
  private var calls: [FileBlame.Call] = []
  /// Lines that calls of the running turn say they wrote, whether or not they could be put where they said.
  private var claims: [String: Int64] = [:]
  /// The last known origin of every line there ever was: files that are set back bring old lines back.
  private var past: [String: Origin] = [:]

  /// A file as the base has it; nil: it is not there.
  package init(base: String?) {
    lines = Self.lines(base ?? "")
    origins = [Origin?](repeating: nil, count: lines.count)
  }

  /// A tool call made an edit, in this turn.
  package mutating func edit(_ change: RecordedEdit.Change, by seq: Int64, tool: String, turn: Int) {
    if calls.last?.seq != seq { calls.append(FileBlame.Call(seq: seq, turn: turn, name: tool)) }
    let origin = Origin(turn: turn, call: seq)
    switch change {
    case .write(let content): become(Self.lines(content), origin)
    case .delete: become([], origin)
    case .replace(let old, let new, let all):
      claim(new: Self.lines(new), old: Self.lines(old), seq)
      if let text = Self.replaced(lines.joined(separator: "\n") + "\n", old, new, all: all) { become(Self.lines(text), origin) }
    case .hunks(let runs):
      for run in runs {
        claim(new: run.new, old: run.old, seq)
        if let text = replaced(run) { become(text, origin) }
      }
    }
  }

  /// What the file is at this moment, at the end of a turn or in it.
  package mutating func state(_ content: String?, turn: Int) {
    let known = Self.lines(content ?? "")
    let said = claims
    claims = [:]
    take(known) { line in Origin(turn: turn, call: line.allSatisfy(\.isWhitespace) ? nil : said[line]) }
  }

  /// What the file is when a turn begins, after its files may have been set back.
  package mutating func start(_ content: String?) {
    let lines = Self.lines(content ?? "")
    if lines == self.lines { return }
    remember()
    let known = past
    claims = [:]
    take(lines) { known[$0] }
  }

  /// Who wrote what is there now.
  package func blame(path: String, tree: String) -> FileBlame {
    var spans: [FileBlame.Span] = []
    for (index, origin) in origins.enumerated() {
      guard let origin else { continue }
      if let last = spans.last, last.first + last.count == index + 1, last.turn == origin.turn, last.call == origin.call {
        spans[spans.count - 1].count += 1
      } else {
        spans.append(FileBlame.Span(first: index + 1, count: 1, turn: origin.turn, call: origin.call))
      }
    }
    return FileBlame(path: path, tree: tree, spans: spans, calls: calls)
  }

  private mutating func become(_ new: [String], _ origin: Origin) {
    var wrote = 0
    take(new) { _ in
      wrote += 1
      return origin
    }
    if let last = calls.indices.last, calls[last].seq == origin.call { calls[last].wrote += wrote }
  }

  private mutating func take(_ new: [String], _ origin: (String) -> Origin?) {
    remember()
    let sources = LineAlignment.sources(old: lines, new: new)
    let before = origins
    origins = zip(new, sources).map { line, source in source.map { before[$0] } ?? origin(line) }
    lines = new
  }

  private mutating func remember() {
    for (line, known) in zip(lines, origins) { if let known { past[line] = known } }
  }

  private mutating func claim(new: [String], old: [String], _ seq: Int64) {
    let known = Set(old)
    for line in new where !known.contains(line) { claims[line] = seq }
  }

  private func replaced(_ run: RecordedEdit.Run) -> [String]? {
    guard !run.old.isEmpty else { return lines.isEmpty ? run.new : nil }
    guard lines.count >= run.old.count else { return nil }
    for start in 0...(lines.count - run.old.count) where lines[start] == run.old[0] {
      guard lines[start..<(start + run.old.count)].elementsEqual(run.old) else { continue }
      return Array(lines[..<start]) + run.new + Array(lines[(start + run.old.count)...])
    }
    return nil
  }

  private static func replaced(_ text: String, _ old: String, _ new: String, all: Bool) -> String? {
    if old.isEmpty { return text.utf8.allSatisfy { $0 == 10 } ? new : nil }
    let bytes = Array(text.utf8)
    let wanted = Array(old.utf8)
    var result: [UInt8] = []
    var at = 0
    var found = false
    while at < bytes.count {
      if bytes[at] == wanted[0], all || !found, bytes[at...].starts(with: wanted) {
        result += new.utf8
        at += wanted.count
        found = true
      } else {
        result.append(bytes[at])
        at += 1
      }
    }
    return found ? String(decoding: result, as: UTF8.self) : nil
  }

  /// The lines of a text; the last line feed begins none.
  static func lines(_ text: String) -> [String] {
    var result = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    if result.last?.isEmpty == true { result.removeLast() }
    return result
  }
}
