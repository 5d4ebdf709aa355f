internal import Glibc

/// A process id with the moment its process started, which together name one process for ever, also after the id is used again.
package struct ProcessIdentity: Hashable, Sendable, Codable {
  /// The process id.
  package var pid: Int32
  /// Clock ticks between the boot and the start of the process (proc(5), `/proc/PID/stat`, field 22).
  package var start: UInt64

  /// An identity that was stored.
  package init(pid: Int32, start: UInt64) {
    self.pid = pid
    self.start = start
  }

  /// The identity of a process that runs now; nil when there is none of that id.
  package init?(of pid: Int32) {
    guard let bytes = try? Files.read("/proc/\(pid)/stat", limit: 4096) else { return nil }
    // The second field is the program's name in parentheses, which may itself hold anything: count after the last one.
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 19, let start = UInt64(fields[19]) else { return nil }
    self.pid = pid
    self.start = start
  }

  /// This process.
  package static var own: ProcessIdentity? { ProcessIdentity(of: getpid()) }

  /// Whether that process still exists (a zombie counts).
  package var isRunning: Bool { ProcessIdentity(of: pid) == self }
}
