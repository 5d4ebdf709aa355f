import Glibc
import Platform

/// The raw protocol of a task, `protocol.jsonl` in its log directory: what the program said as it came, what was said to it wrapped as
/// `{"carrel":"sent","line":…}`. So `carrel replay` can read it. Appended to by every attempt; ends at a limit, and says so. Secrets are taken out before.
actor ProtocolLog {
  private let executor = BlockingExecutor(name: "protocol-log")
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private static let limit = 64 << 20
  private var descriptor: Int32
  private var size: Int

  /// Opens the log; nothing is logged when the directory cannot be written.
  init(directory: String) {
    descriptor = open("\(directory)/protocol.jsonl", O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    size = descriptor < 0 ? 0 : Int(lseek(descriptor, 0, SEEK_END))
  }

  /// Lines that came together are written together.
  func received(_ lines: [[UInt8]]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(0) { $0 + $1.count + 1 })
    for line in lines {
      if size + bytes.count + line.count > Self.limit {
        write(bytes)
        return full()
      }
      bytes += line
      bytes.append(0x0a)
    }
    write(bytes)
  }

  func sent(_ line: [UInt8]) { received([Array(#"{"carrel":"sent","line":"#.utf8) + line + Array("}".utf8)]) }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  private func full() {
    write(Array(#"{"carrel":"full"}"#.utf8) + [0x0a])
    close()
  }

  private func write(_ bytes: [UInt8]) {
    guard descriptor >= 0 else { return }
    size += bytes.count
    var offset = 0
    while offset < bytes.count {
      let done = bytes.withUnsafeBytes { raw in Glibc.write(descriptor, raw.baseAddress.map { $0 + offset }, raw.count - offset) }
      guard done > 0 else { return }
      offset += done
    }
  }
}
