import Glibc
import JSON

/// The demo program's input: JSON lines from a descriptor, read when asked for. One thread.
final class DemoInbox {
  private let input: Int32
  private var lines = JSONLines()
  private var messages: [JSONValue] = []
  private(set) var ended = false

  init(input: Int32) { self.input = input }

  /// The next message; waits for it. Nil at the end of the input.
  func next() -> JSONValue? {
    while messages.isEmpty, !ended { fill(milliseconds: -1) }
    return messages.isEmpty ? nil : messages.removeFirst()
  }

  /// Waits so long, reading what comes, and takes out the messages that are wanted.
  func take(milliseconds: Int32, where wanted: (JSONValue) -> Bool) -> [JSONValue] {
    if ended {
      if milliseconds > 0 { poll(nil, 0, milliseconds) }
    } else {
      fill(milliseconds: milliseconds)
    }
    let found = messages.filter(wanted)
    messages.removeAll(where: wanted)
    return found
  }

  private func fill(milliseconds: Int32) {
    var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, milliseconds) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(input, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return }
    guard count > 0 else {
      ended = true
      return
    }
    for line in lines.append(buffer[..<count]) {
      if case .success(let value) = line.value { messages.append(value) }
    }
  }
}
