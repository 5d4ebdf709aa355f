import CSystem
import CVTerm
import Glibc

/// A program on a pseudo-terminal of 200x50, and when each piece of its output came.
final class Seat {
  /// A piece of output.
  struct Piece {
    var time: Double
    var bytes: [UInt8]
  }

  static let rows = 50
  static let columns = 200
  let process: pid_t
  private let master: Int32
  private let screen: OpaquePointer
  /// When the program was started.
  let started: Double
  private(set) var pieces: [Piece] = []
  /// Whether what comes is kept for `settled`.
  var keeps = true
  private(set) var bytes = 0
  /// Whether the terminal answers questions, such as whether it has margins.
  var answers = true
  /// Bytes a second that the line takes; nil: as many as come. What it does not take waits in the kernel, as on a slow line.
  var rate: Double?
  private var allowance = 0.0
  private var refilled = Moment.now

  init(_ path: String, _ arguments: [String], environment: [String: String], directory: String? = nil) throws {
    let before = directory.flatMap { _ in getcwd(nil, 0) }
    if let directory { chdir(directory) }
    defer {
      if let before {
        chdir(before)
        free(before)
      }
    }
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    var descriptor: Int32 = -1
    started = Moment.now
    let child = cs_pty_spawn(path, words, variables, Int32(Self.rows), Int32(Self.columns), &descriptor)
    guard child > 0, let screen = cv_new(Int32(Self.rows), Int32(Self.columns)) else { throw BenchError("\(path) cannot be started") }
    process = child
    master = descriptor
    self.screen = screen
  }

  deinit {
    cv_free(screen)
    close(master)
  }

  /// Waits so long for output and takes what is there; nil when nothing came.
  @discardableResult
  func pump(_ milliseconds: Double) -> Piece? {
    var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, Int32(max(0, milliseconds.rounded(.up)))) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: room())
    let count = read(master, &buffer, buffer.count)
    allowance -= Double(max(0, count))
    let time = Moment.now
    guard count > 0 else { return nil }
    let piece = Piece(time: time, bytes: Array(buffer[..<count]))
    if keeps { pieces.append(piece) }
    bytes += count
    cv_feed(screen, piece.bytes, piece.bytes.count)
    var said = [UInt8](repeating: 0, count: 1024)
    let answered = cv_answers(screen, &said, said.count)
    if answered > 0, answers { _ = write(master, said, answered) }
    return piece
  }

  /// How much may be read now: a packet's worth when the line is slow and has been free long enough.
  private func room() -> Int {
    guard let rate else { return 65_536 }
    let packet = 1448.0
    while true {
      let now = Moment.now
      allowance = min(packet, allowance + (now - refilled) / 1000 * rate)
      refilled = now
      if allowance >= 64 { return Int(allowance) }
      usleep(500)
    }
  }

  /// Changes the size of the window; the program gets SIGWINCH.
  func resize(rows: Int, columns: Int) {
    cv_resize(screen, Int32(rows), Int32(columns))
    _ = cs_pty_resize(master, Int32(rows), Int32(columns))
  }

  /// What every cell shows now.
  func picture() -> Picture { Picture(screen, rows: Self.rows, columns: Self.columns) }

  /// Reads until nothing comes for so long.
  func rest(_ milliseconds: Double = 250, atMost limit: Double = 20_000) {
    let end = Moment.now + limit
    while Moment.now < end, pump(milliseconds) != nil {}
  }

  /// Reads until the condition holds.
  func wait(_ what: String, _ limit: Double = 30_000, _ condition: () -> Bool) throws {
    let end = Moment.now + limit
    while !condition() {
      pump(20)
      guard Moment.now < end else { throw BenchError("\(what) did not come:\n\(text().joined(separator: "\n"))") }
    }
  }

  func type(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) } }

  func row(_ row: Int, _ columns: Range<Int> = 0..<Seat.columns) -> String { Self.row(screen, row, columns) }
  func text() -> [String] { Self.text(screen, 0..<Self.columns) }

  private static func row(_ screen: OpaquePointer, _ row: Int, _ columns: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    for column in columns { text.append(Unicode.Scalar(cv_get(screen, Int32(row), Int32(column)).scalars.0) ?? " ") }
    return String(text)
  }

  private static func text(_ screen: OpaquePointer, _ columns: Range<Int>) -> [String] { (0..<rows).map { row(screen, $0, columns) } }

  /// Milliseconds from the start until these columns show what they show now.
  func settled(columns: Range<Int> = 0..<Seat.columns) throws -> Double {
    let last = Self.text(screen, columns)
    guard let replay = cv_new(Int32(Self.rows), Int32(Self.columns)) else { throw BenchError("no memory") }
    defer { cv_free(replay) }
    for piece in pieces {
      cv_feed(replay, piece.bytes, piece.bytes.count)
      if Self.text(replay, columns) == last { return piece.time - started }
    }
    throw BenchError("the screen never settled")
  }

  /// Ends the program.
  func end(keys: String? = nil) {
    if let keys {
      type(keys)
      let end = Moment.now + 1500
      while Moment.now < end {
        pump(20)
        if waitpid(process, nil, WNOHANG) == process { return }
      }
    }
    kill(process, SIGTERM)
    let end = Moment.now + 2000
    while Moment.now < end {
      pump(20)
      if waitpid(process, nil, WNOHANG) == process { return }
    }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }
}
