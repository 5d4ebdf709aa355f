import Glibc
import Interface
import Platform
import Synchronization

/// What keeps an attached program alive, for the loop and for the tasks that wait for its end.
final class ProgramHolder: Sendable {
  private struct State {
    var terminal: PseudoTerminal?
    var child: ChildProcess?
    var connection: UnixConnection?
    var rows: Int
    var columns: Int
    var isOver = false
    var isEnding = false
  }

  private let state: Mutex<State>

  /// Nothing yet; its window will have this size (cells).
  init(rows: Int, columns: Int) { state = Mutex(State(rows: rows, columns: columns)) }

  /// Its pseudo-terminal; nil before it has one.
  var terminal: PseudoTerminal? { state.withLock { $0.terminal } }
  /// Whether it has ended.
  var isOver: Bool { state.withLock { $0.isOver } }

  /// Starts a program on a new pseudo-terminal with this client's environment; `ended` is called once, from any thread.
  func start(_ words: [String], ended: @escaping @Sendable (Attachment.End) -> Void) {
    do throws(PlatformError) {
      guard let program = words.first else { throw .spawn(program: "", reason: "the service named none") }
      let size = state.withLock { ($0.rows, $0.columns) }
      let (terminal, other) = try PseudoTerminal.open(rows: size.0, columns: size.1)
      var environment = Environment.current
      environment["TERM"] = "xterm-256color"
      environment["COLORTERM"] = "truecolor"
      var command = ProcessCommand(program, Array(words.dropFirst()), environment: environment)
      command.terminal = other.number
      let child = try ChildProcess.spawn(command)
      other.close()
      state.withLock { state in
        state.terminal = terminal
        state.child = child
      }
      Task {
        let exit = await child.wait()
        self.finish()
        ended(.code(exit.shellCode))
      }
    } catch {
      finish()
      ended(.failed(error.text))
    }
  }

  /// Takes a program over that the service has started: its terminal comes over the socket, later its exit code as a line. `begun` is called when it has its terminal,
  /// `ended` once.
  func takeOver(_ path: String, begun: @Sendable () -> Void, ended: @Sendable (Attachment.End) -> Void) async {
    do throws(PlatformError) {
      let connection = try UnixConnection.connect(path)
      let isUnwanted = state.withLock { state in
        state.connection = connection
        return state.isEnding
      }
      guard !isUnwanted, let master = await connection.receiveDescriptor() else {
        throw .io(doing: "taking the program's terminal over", reason: "the service did not hand it over")
      }
      let terminal = PseudoTerminal.adopting(master)
      let size = state.withLock { state in
        state.terminal = terminal
        return (state.rows, state.columns)
      }
      terminal.resize(rows: size.0, columns: size.1)
      begun()
      var line: [UInt8] = []
      while line.count < 64, let bytes = await connection.read() { line += bytes }
      connection.close()
      finish()
      let code = Int(String(decoding: line.prefix { $0 != 0x0A }, as: UTF8.self))
      ended(code.map { .code($0) } ?? .failed("ended with the service's connection"))
    } catch {
      finish()
      ended(.failed(error.text))
    }
  }

  /// Tells the program its window's size.
  func resize(rows: Int, columns: Int) {
    let terminal = state.withLock { state in
      (state.rows, state.columns) = (rows, columns)
      return state.terminal
    }
    terminal?.resize(rows: rows, columns: columns)
  }

  /// Hangs up, and ends what has not gone a second later; returns when it is gone.
  func end() async {
    let (terminal, child, connection) = state.withLock { state in
      state.isEnding = true
      return (state.terminal, state.child, state.connection)
    }
    terminal?.close()
    connection?.close()
    guard let child else { return }
    let patience = Task {
      guard (try? await pause(for: .seconds(1))) != nil else { return }
      child.signalGroup(SIGKILL)
    }
    _ = await child.wait()
    patience.cancel()
  }

  private func finish() { state.withLock { $0.isOver = true } }
}

extension ProcessExit {
  /// As a shell gives it: 128 and its number for a signal.
  var shellCode: Int {
    switch self {
    case .code(let code): code
    case .signal(let number): 128 + number
    }
  }
}
