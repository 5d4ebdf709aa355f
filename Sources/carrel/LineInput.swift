import Glibc
import Synchronization

/// Standard input as lines, for the loop that waits for them and for the questions of the commands that it runs.
final class LineInput: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var hasEnded = false
  }

  private let state = Mutex(State())
  /// A line that is longer is cut there (bytes).
  private static let longest = 1 << 20

  /// Whether nothing more will come; lines may still wait.
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// A line that is here already, without its end; at the end of the input also one without an end.
  func waiting() -> String? {
    state.withLock { state in
      if let end = state.bytes.firstIndex(of: 0x0A) {
        let line = state.bytes[..<end]
        defer { state.bytes.removeFirst(end + 1) }
        return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
      }
      guard state.bytes.count >= Self.longest || (state.hasEnded && !state.bytes.isEmpty) else { return nil }
      defer { state.bytes = [] }
      return String(decoding: state.bytes, as: UTF8.self)
    }
  }

  /// Reads what has come; waits when nothing has.
  func fill() {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = read(0, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return }
    state.withLock { state in
      if count <= 0 { state.hasEnded = true } else { state.bytes += buffer[..<count] }
    }
  }

  /// The next line; waits for it. nil at the end of the input.
  func next() -> String? {
    while true {
      if let line = waiting() { return line }
      if hasEnded { return nil }
      fill()
    }
  }
}
