import Emulator
import Glibc
import Interface
import Platform
import Screen

/// One attached program: its pseudo-terminal, its emulator, and what keeps it alive. Owned by the loop, on its thread; nothing here waits. While the program writes
/// faster than it is read, the kernel holds it back; what it does not read of its input is bounded too.
final class AttachedProgram {
  /// The most bytes that wait for the program to read them.
  static let inputLimit = 8 << 20
  /// How long it is read from in one go, so that keys are never held up.
  private static let turn = Duration.milliseconds(8)

  private let emulator: TerminalEmulator
  private let holder: ProgramHolder
  private let tell: @Sendable (AttachmentNews) -> Void
  private var input: [UInt8] = []
  private var top: Int?
  private var needsFrame = true
  private var awaitsEcho = false
  private var echoed = false
  private var isClosed = false
  private var lastBell = ContinuousClock.now - .seconds(1)

  /// Starts it, or takes it over from the service. `tell` is called from any thread.
  init(_ source: AttachmentSource, size: Size, _ tell: @escaping @Sendable (AttachmentNews) -> Void) {
    emulator = TerminalEmulator(size: size)
    self.tell = tell
    holder = ProgramHolder(rows: emulator.size.height, columns: emulator.size.width)
    let holder = holder
    switch source {
    case .command(let words): holder.start(words) { tell(.ended($0)) }
    case .socket(let path):
      Task { await holder.takeOver(path, begun: { tell(.begun) }, ended: { tell(.ended($0)) }) }
    }
  }

  /// What poll is to wait for.
  var polled: pollfd {
    let events = Int16(POLLIN) | (input.isEmpty ? 0 : Int16(POLLOUT))
    // poll passes over what is negative.
    return pollfd(fd: isClosed ? -1 : holder.terminal?.descriptor ?? -1, events: events, revents: 0)
  }

  /// Whether the program has ended.
  var isOver: Bool { holder.isOver }

  /// Reads and writes what can be at once.
  /// - Returns: whether anything was drawn.
  func serve(_ ready: Int16) -> Bool {
    guard ready != 0, !isClosed, let terminal = holder.terminal else { return false }
    flush()
    var taken = 0
    let began = ContinuousClock.now
    reading: while ContinuousClock.now - began < Self.turn {
      switch terminal.read() {
      case .bytes(let bytes):
        taken += bytes.count
        emulator.feed(bytes)
      case .notYet: break reading
      case .end:
        isClosed = true
        break reading
      }
    }
    let answers = emulator.takeInput()
    if input.count + answers.count <= Self.inputLimit { input += answers }
    flush()
    if emulator.takeBells() > 0, ContinuousClock.now - lastBell >= .seconds(1) {
      lastBell = .now
      tell(.bell)
    }
    guard taken > 0, emulator.takeChange() else { return false }
    needsFrame = true
    if awaitsEcho {
      echoed = true
      awaitsEcho = false
    }
    return true
  }

  /// Types something into the emulator and passes on what that gives.
  func type(_ body: (TerminalEmulator) -> Void) {
    body(emulator)
    let typed = emulator.takeInput()
    guard input.count + typed.count <= Self.inputLimit else { return }
    input += typed
    awaitsEcho = true
    flush()
  }

  func resize(_ size: Size) {
    emulator.resize(size)
    holder.resize(rows: emulator.size.height, columns: emulator.size.width)
    needsFrame = true
  }

  /// Shows the rows from this number on; nil: live.
  func show(_ top: Int?) {
    self.top = top
    needsFrame = true
  }

  /// The frame, if it changed since the last one.
  func takeFrame() -> TerminalFrame? {
    guard needsFrame else { return nil }
    needsFrame = false
    return emulator.frame(top: top)
  }

  /// Whether something came after a key was typed.
  func takeEcho() -> Bool {
    defer { echoed = false }
    return echoed
  }

  func text(from first: Int, through last: Int) -> String { emulator.text(from: first, through: last) }

  /// All that is kept: what scrolled away and what is on the screen, without the empty lines at the end.
  var wholeText: String {
    var text = emulator.text(from: 0, through: .max)
    while text.hasSuffix("\n\n") { text.removeLast() }
    return text == "\n" ? "" : text
  }

  /// Ends it and all that it started. The result is done when it is gone.
  @discardableResult
  func end() -> Task<Void, Never> {
    isClosed = true
    let holder = holder
    return Task { await holder.end() }
  }

  private func flush() {
    guard let terminal = holder.terminal, !input.isEmpty else { return }
    let written = terminal.write(input[...])
    if written > 0 { input.removeFirst(written) }
  }
}
