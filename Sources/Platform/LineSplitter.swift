internal import Glibc

/// Makes lines of bytes that come in batches. Splits at LF and keeps everything else, also CR and bytes that are no UTF-8.
package struct LineSplitter: Sendable {
  /// One line without its LF.
  package struct Line: Hashable, Sendable {
    /// Its bytes, at most as many as the splitter's limit.
    package var bytes: [UInt8]
    /// Whether more bytes followed, which were dropped.
    package var truncated: Bool

    /// A line.
    package init(bytes: [UInt8], truncated: Bool) {
      self.bytes = bytes
      self.truncated = truncated
    }
  }

  private let limit: Int
  private var held: [UInt8] = []
  private var truncated = false
  private var started = false

  /// A splitter that keeps at most so many bytes of a line.
  package init(limit: Int) { self.limit = limit }

  /// The lines that these bytes complete, in their order.
  package mutating func append(_ bytes: [UInt8]) -> [Line] {
    var lines: [Line] = []
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var start = 0
      while start < buffer.count {
        let found = memchr(base + start, 10, buffer.count - start)
        let end = found.map { $0 - UnsafeMutableRawPointer(mutating: base) } ?? buffer.count
        keep(UnsafeBufferPointer(rebasing: buffer[start..<end]))
        if found != nil { lines.append(take()) }
        start = end + 1
      }
    }
    return lines
  }

  /// The last line when it had no LF; nil when nothing is left.
  package mutating func finish() -> Line? { started ? take() : nil }

  private mutating func keep(_ bytes: UnsafeBufferPointer<UInt8>) {
    if !bytes.isEmpty { started = true }
    let room = limit - held.count
    if bytes.count > room { truncated = true }
    held.append(contentsOf: bytes.prefix(room))
  }

  private mutating func take() -> Line {
    defer {
      held = []
      truncated = false
      started = false
    }
    return Line(bytes: held, truncated: truncated)
  }
}
