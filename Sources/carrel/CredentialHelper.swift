import Glibc
import Workspaces

/// git's credential helper for one operation of ours: `carrel credential FD OPERATION`. The record lies behind the inherited descriptor; it is never in an
/// argument, a variable or a file.
enum CredentialHelper {
  /// Answers git.
  /// - Returns: the exit code.
  static func run(_ arguments: [String]) -> Int32 {
    guard arguments.count == 2, let descriptor = Int32(arguments[0]), descriptor > 2 else { return 2 }
    let request = read(0, limit: 64 << 10)
    var record = [UInt8](repeating: 0, count: 64 << 10)
    // Read at an offset: git may ask more than once over the same descriptor.
    let count = pread(descriptor, &record, record.count, 0)
    guard count >= 0 else { return 1 }
    let answer = CredentialAnswer.answer(operation: arguments[1], request: request, record: Array(record[..<count]))
    _ = answer.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    return 0
  }

  private static func read(_ descriptor: Int32, limit: Int) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while all.count < limit {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { break }
      all += buffer[..<count]
    }
    return all
  }
}
