import Glibc
import Platform

/// A child process whose standard output is read line by line, on a thread of its own. It is killed and reaped when nobody waited for it.
actor ProbeProcess {
  private let thread = BlockingExecutor(name: "probe")
  private let pid: pid_t
  private let output: Int32
  private var buffer: [UInt8] = []
  private var position = 0
  private var reaped = false

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// The probe, which is built beside the tests.
  static func program() throws -> String {
    var bytes = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &bytes, bytes.count)
    guard count > 0 else { throw ProbeError(text: "/proc/self/exe cannot be read") }
    let tests = String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for directory in [tests, CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? ""] {
      guard let slash = directory.lastIndex(of: "/") else { continue }
      let path = directory[..<slash] + "/StorageProbe"
      if access(String(path), X_OK) == 0 { return String(path) }
    }
    throw ProbeError(text: "StorageProbe is not beside \(tests)")
  }

  struct ProbeError: Error { var text: String }

  init(_ arguments: [String]) throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ProbeError(text: "no pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let error = posix_spawnp(&child, arguments[0], &actions, nil, &words, environ)
    close(ends[1])
    guard error == 0 else {
      close(ends[0])
      throw ProbeError(text: "\(arguments[0]): \(String(cString: strerror(error)))")
    }
    pid = child
    output = ends[0]
  }

  deinit {
    if !reaped {
      Glibc.kill(pid, SIGKILL)
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    }
    close(output)
  }

  /// The next line; nil at the end. A last line without its end is given as it is.
  func readLine() -> String? {
    while true {
      if let end = buffer[position...].firstIndex(of: 10) {
        let line = String(decoding: buffer[position..<end], as: UTF8.self)
        position = end + 1
        return line
      }
      buffer.removeFirst(position)
      position = 0
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let count = read(output, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        defer { buffer = [] }
        return buffer.isEmpty ? nil : String(decoding: buffer, as: UTF8.self)
      }
      buffer += chunk[..<count]
    }
  }

  /// Stops it where it is, and waits until it stands.
  func stop() {
    Glibc.kill(pid, SIGSTOP)
    var status: Int32 = 0
    while waitpid(pid, &status, WUNTRACED) < 0 && errno == EINTR {}
  }

  /// What it has said by now, in lines with their ends; the last one may have none. Does not wait.
  func linesAtHand() -> [String] {
    var bytes = Array(buffer[position...])
    (buffer, position) = ([], 0)
    _ = fcntl(output, F_SETFL, O_NONBLOCK)
    defer { _ = fcntl(output, F_SETFL, 0) }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(output, &chunk, chunk.count)
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    var lines: [String] = []
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) { lines.append(String(decoding: line, as: UTF8.self) + "\n") }
    if let last = lines.popLast(), last.count > 1 { lines.append(String(last.dropLast())) }
    return lines
  }

  /// `kill -9`.
  func kill() { Glibc.kill(pid, SIGKILL) }

  /// Waits for the end: the exit code, or 128 and the signal.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 { guard errno == EINTR else { return -1 } }
    reaped = true
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
