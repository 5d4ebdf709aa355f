/// Who wrote the lines of a file that are not the base's: a tool call where one is known to have, else the turn in which they came.
package struct FileBlame: Hashable, Sendable, Codable {
  /// A tool call that wrote to the file.
  package struct Call: Hashable, Sendable, Codable {
    /// The number of its beginning in the transcript.
    package var seq: Int64
    /// The turn that it was made in, from 1.
    package var turn: Int
    /// The tool's name.
    package var name: String
    /// How many lines it wrote that were not there before.
    package var wrote: Int

    /// A call.
    package init(seq: Int64, turn: Int, name: String, wrote: Int = 0) {
      self.seq = seq
      self.turn = turn
      self.name = name
      self.wrote = wrote
    }
  }

  /// Lines of one origin that follow each other.
  package struct Span: Hashable, Sendable, Codable {
    /// The first line's number in the file, from 1.
    package var first: Int
    /// How many.
    package var count: Int
    /// The turn that they came in.
    package var turn: Int
    /// The call that wrote them; nil: only the turn is known.
    package var call: Int64?

    /// Lines.
    package init(first: Int, count: Int, turn: Int, call: Int64?) {
      self.first = first
      self.count = count
      self.turn = turn
      self.call = call
    }
  }

  /// The file's path.
  package var path: String
  /// The tree that it was looked at in.
  package var tree: String
  /// The lines that are not the base's, in order.
  package var spans: [Span]
  /// The calls that wrote to the file, in order.
  package var calls: [Call]

  /// A blame.
  package init(path: String, tree: String, spans: [Span], calls: [Call]) {
    self.path = path
    self.tree = tree
    self.spans = spans
    self.calls = calls
  }

  /// Who wrote a line; nil for one of the base.
  package func origin(ofLine number: Int) -> Span? { spans.first { $0.first <= number && number < $0.first + $0.count } }

  /// The lines of a call that are still there, as numbers.
  package func lines(of call: Int64) -> [Int] { spans.filter { $0.call == call }.flatMap { Array($0.first..<($0.first + $0.count)) } }
}
