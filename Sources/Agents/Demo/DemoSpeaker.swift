import Glibc
import JSON

/// The demo program's output: whole lines to descriptors.
struct DemoSpeaker {
  let output: Int32
  let errorOutput: Int32

  func say(_ value: JSONValue) { line(value.serialized(), to: output) }

  /// A line as it is, also one that is not JSON.
  func say(raw: String) { line(raw, to: output) }

  func complain(_ text: String) { line(text, to: errorOutput) }

  private func line(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8) + [0x0a]
    var offset = 0
    while offset < bytes.count {
      let done = bytes.withUnsafeBytes { raw in write(descriptor, raw.baseAddress.map { $0 + offset }, raw.count - offset) }
      if done < 0, errno == EINTR { continue }
      if done < 0, errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
        continue
      }
      guard done > 0 else { return }
      offset += done
    }
  }
}
