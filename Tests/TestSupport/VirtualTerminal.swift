package import CSystem
package import CVTerm
package import Glibc

/// A program on a pseudo-terminal whose screen is kept by libvterm: what a person would see of it. One test's own; ends the program when it goes.
package final class VirtualTerminal {
  /// The program's process.
  package let process: pid_t
  /// The size now, in cells.
  package private(set) var rows: Int
  /// Columns.
  package private(set) var columns: Int
  /// All bytes that the program wrote.
  package private(set) var output: [UInt8] = []
  /// The private modes that are on, but for the cursor (25), wrapping (7) and what libvterm keeps.
  package private(set) var modes: Set<Int> = []
  /// How the program ended, as waitpid(2) gives it; nil while it runs.
  package private(set) var status: Int32?
  /// Whether the terminal answers questions (DA1, DECRQM).
  package var answers = true

  private let master: Int32
  private let screen: OpaquePointer
  private var modeScan: [UInt8] = []

  /// Starts a program. The environment is exactly this one.
  package init(_ path: String, _ arguments: [String] = [], environment: [String: String], rows: Int = 24, columns: Int = 80) throws {
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    var descriptor: Int32 = -1
    let child = cs_pty_spawn(path, words, variables, Int32(rows), Int32(columns), &descriptor)
    guard child > 0, let screen = cv_new(Int32(rows), Int32(columns)) else { throw VirtualTerminalError.spawn(path, errno) }
    process = child
    master = descriptor
    self.screen = screen
    self.rows = rows
    self.columns = columns
  }

  deinit {
    if status == nil {
      kill(-process, SIGKILL)
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    close(master)
    cv_free(screen)
  }

  /// Types bytes.
  package func send(_ text: String) { send(bytes: Array(text.utf8)) }

  /// Types bytes.
  package func send(bytes: [UInt8]) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if written > 0 {
        start += written
      } else if errno == EAGAIN {
        pump(milliseconds: 10)
      } else {
        return
      }
    }
  }

  /// Changes the window's size.
  package func resize(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    cv_resize(screen, Int32(rows), Int32(columns))
    _ = cs_pty_resize(master, Int32(rows), Int32(columns))
  }

  /// Says that the window has another size than it has.
  package func lie(rows: Int, columns: Int) { _ = cs_pty_resize(master, Int32(rows), Int32(columns)) }

  /// The settings of the line.
  package var line: termios {
    var settings = termios()
    tcgetattr(master, &settings)
    return settings
  }

  /// Whether the alternate screen is shown.
  package var isAlternate: Bool { cv_alternate(screen) != 0 }

  /// The cursor.
  package var cursor: (row: Int, column: Int, visible: Bool) {
    var row: Int32 = 0
    var column: Int32 = 0
    var visible: Int32 = 0
    cv_cursor(screen, &row, &column, &visible)
    return (Int(row), Int(column), visible != 0)
  }

  /// A cell.
  package func cell(row: Int, column: Int) -> cv_cell { cv_get(screen, Int32(row), Int32(column)) }

  /// The text of a row, without the spaces at its end.
  package func text(row: Int) -> String {
    var text = String.UnicodeScalarView()
    var column = 0
    while column < columns {
      let cell = cell(row: row, column: column)
      let scalars = [cell.scalars.0, cell.scalars.1, cell.scalars.2, cell.scalars.3, cell.scalars.4, cell.scalars.5]
      if scalars[0] == 0 { text.append(" ") }
      text.append(contentsOf: scalars.filter { $0 != 0 && $0 != .max }.compactMap(Unicode.Scalar.init))
      column += max(1, Int(cell.width))
    }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// The whole screen.
  package var text: [String] { (0..<rows).map(text(row:)) }

  /// Reads what the program wrote, waiting for it at most so long. Whether there was anything.
  @discardableResult
  package func pump(milliseconds: Int) -> Bool {
    var one = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&one, 1, Int32(milliseconds)) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(master, &buffer, buffer.count)
    guard count > 0 else {
      // The program has gone; do not spin until it can be reaped.
      if count < 0, errno == EIO { pace(milliseconds: 1) }
      return false
    }
    let got = Array(buffer[..<count])
    output += got
    cv_feed(screen, got, count)
    scanModes(got)
    let answered = cv_answers(screen, &buffer, buffer.count)
    if answered > 0, answers { send(bytes: Array(buffer[..<answered])) }
    return true
  }

  /// Reaps the program if it has ended.
  package func reap() {
    guard status == nil else { return }
    var found: Int32 = 0
    if waitpid(process, &found, WNOHANG | WUNTRACED) == process, found & 0xFF != 0x7F { status = found }
  }

  /// `CSI ? n ; … h` and `l`.
  private func scanModes(_ bytes: [UInt8]) {
    for byte in bytes {
      if byte == 0x1B {
        modeScan = [byte]
      } else if !modeScan.isEmpty {
        modeScan.append(byte)
        guard modeScan.count > 2, byte >= 0x40 else { continue }
        let text = String(decoding: modeScan, as: UTF8.self)
        modeScan = []
        guard text.hasPrefix("\u{1B}[?"), text.hasSuffix("h") || text.hasSuffix("l") else { continue }
        for number in text.dropFirst(3).dropLast().split(separator: ";").compactMap({ Int($0) }) {
          if text.hasSuffix("h") { modes.insert(number) } else { modes.remove(number) }
        }
      }
    }
  }

  /// Lets a moment pass between two keys, as a person does: how long does not decide any test.
  package func pace(milliseconds: Int) { _ = poll(nil, 0, Int32(milliseconds)) }
}
