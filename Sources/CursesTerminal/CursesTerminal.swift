internal import CNcurses
internal import Glibc
package import Screen

/// The operator's terminal: shows canvases, reads events, and is put right on every way out. Owned by one thread; there is one at a time, because ncurses
/// has global state.
///
/// ncurses works out the bytes of a frame, but writes them into memory; this class writes them to the terminal itself, in one write(2), and without blocking:
/// while the terminal takes nothing, only the newest canvas is kept. Input is read and taken apart here (`InputDecoder`), because ncurses loses mouse events
/// and shows replies it does not know as keys.
package final class CursesTerminal {
  /// The screen's size.
  package internal(set) var size: Size
  /// How many colours are used.
  package let depth: ColorDepth
  /// Whether characters beyond ASCII are shown.
  package let showsUnicode: Bool
  /// Dark or light, once the terminal has answered; look after `readEvents`.
  package internal(set) var brightness: Theme.Brightness?
  /// Whether the terminal has the focus, as far as it tells.
  package internal(set) var hasFocus = true
  /// Whether the line is gone: nothing more will come.
  package internal(set) var hasHungUp = false
  /// What has been shown so far.
  package internal(set) var statistics = TerminalStatistics()
  /// Readable when `readEvents` has something to do: input, a new size, a continued program, room for output that waits. For poll, epoll.
  package let inputDescriptor: Int32

  let settings: TerminalSettings
  /// Keeps the terminal open for the signal handlers; blocking, shared with the shell.
  let terminal: Int32
  let ownsTerminal: Bool
  /// The same terminal, opened again, so that only we do not block.
  let line: Int32
  let wake: Int32
  let shellLine: termios
  let rawLine: termios
  var decoder = InputDecoder()
  /// Events that have not been read yet.
  var events: [TerminalEvent] = []
  /// Bytes that the terminal has not taken yet, from `outgoingStart` on.
  var outgoing: [UInt8] = []
  var outgoingStart = 0
  var waiting: (canvas: Canvas, theme: Theme)?
  /// What ncurses was last told.
  var shown: Canvas?
  var looks: LookTable?
  var filter = GraphicFilter()
  var isActive = false
  var isFinished = false
  var hasMargins = false
  var hasSynchronizedOutput = false
  var awaitsAnswers = false
  /// The window's title as we want it; nil: we leave it alone.
  var title: String?
  /// Whether the one that was there has been put away.
  var titleWasSet = false
  /// What the terminal calls itself (XTVERSION), such as "foot(1.16.2)".
  var version: String?
  /// When bytes were last read.
  var lastRead = ContinuousClock.now
  /// Reused for each row.
  var row: [cn_cell] = []
  private let canScroll: Bool

  /// Takes the terminal: /dev/tty, or a descriptor that is a terminal.
  /// - Throws: `TerminalError`; the terminal is then as it was.
  package init(descriptor: Int32? = nil, settings: TerminalSettings = TerminalSettings()) throws(TerminalError) {
    self.settings = settings
    if let descriptor {
      terminal = descriptor
      ownsTerminal = false
    } else {
      terminal = cn_open_tty()
      ownsTerminal = true
    }
    guard terminal >= 0, cn_isatty(terminal) != 0 else { throw .notATerminal }
    var shell = termios()
    guard tcgetattr(terminal, &shell) == 0 else { throw .system("tcgetattr", cn_errno()) }
    shellLine = shell
    rawLine = cn_raw(&shell)
    let isConsole = settings.term == "linux" || settings.term.hasPrefix("vt")
    showsUnicode = cn_locale(isConsole ? 0 : 1) != 0
    let reopened = cn_reopen(terminal)
    line = reopened >= 0 ? reopened : dup(terminal)
    wake = cn_guard_start(line, settings.endsOnSignals ? 1 : 0)
    inputDescriptor = cn_watch(line, wake)

    if let problem = Self.start(terminal, settings) {
      cn_guard_stop()
      close(inputDescriptor)
      close(line)
      if ownsTerminal { close(terminal) }
      throw problem
    }
    let colors = cn_colors(settings.mono || settings.deepest == .mono ? 0 : 1)
    let canBeDirect = settings.direct && cn_set_foreground(200).map { String(cString: $0) } == "\u{1B}[38;5;200m"
    let has: ColorDepth = colors < 8 ? .mono : colors < 16 ? .eight : colors < 256 ? .sixteen : canBeDirect ? .direct : .indexed
    depth = min(has, settings.deepest)
    canScroll = cn_string("csr").map { String(cString: $0).hasPrefix("\u{1B}[%i%p1%d;%p2%dr") } ?? false
    size = Self.size(of: terminal)
    cn_resize(Int32(size.height), Int32(size.width))
    enter(asking: settings.asks)
  }

  deinit { finish() }

  /// Whether parts of the screen can be moved by the terminal.
  var scrolls: Bool { canScroll }

  /// Starts ncurses with the terminal's own entry or one that stands in for it.
  private static func start(_ terminal: Int32, _ settings: TerminalSettings) -> TerminalError? {
    var names = [settings.term]
    // Plain `xterm` on Debian has 8 colours and no more; who says COLORTERM has 256.
    if settings.term == "xterm", settings.direct { names = ["xterm-256color", "xterm"] }
    if settings.term != "dumb" { names += ["xterm-256color", "xterm", "vt100"] }
    for name in names {
      switch cn_start(terminal, name) {
      case 0: return nil
      case -2: return .system("memfd_create", cn_errno())
      case -3: return .noCursor(settings.term)
      default: continue
      }
    }
    return .unknownTerminal(settings.term)
  }

  static func size(of terminal: Int32) -> Size {
    var rows: Int32 = 0
    var columns: Int32 = 0
    cn_size(terminal, &rows, &columns)
    return rows > 0 && columns > 0 ? Size(width: min(Int(columns), 1000), height: min(Int(rows), 1000)) : Size(width: 80, height: 24)
  }

  /// Puts the terminal right and gives everything back; nothing may be called after it. Happens by itself when the object goes.
  package func finish() {
    guard !isFinished else { return }
    restore()
    isFinished = true
    cn_stop()
    cn_guard_stop()
    close(inputDescriptor)
    close(line)
    if ownsTerminal { close(terminal) }
  }
}
