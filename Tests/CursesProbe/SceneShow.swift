import CursesTerminal
import Glibc
import Screen

/// Shows golden screens one after another: `n` the next, `b` the one before, `l` paints anew, `q` ends and says what it cost.
struct SceneShow {
  private let terminal: CursesTerminal
  private let theme: Theme
  private let canvases: [Canvas]

  init(terminal: CursesTerminal, theme: Theme, files: [String]) {
    self.terminal = terminal
    self.theme = theme
    canvases = files.compactMap { CanvasText.canvas(golden: Self.text($0)) }
  }

  func run() {
    var index = 0
    terminal.present(canvas(index), theme: theme)
    loop: while !terminal.hasHungUp {
      var one = pollfd(fd: terminal.inputDescriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&one, 1, -1)
      for event in terminal.readEvents() {
        guard case .key(let key) = event else { continue }
        switch key.code {
        case .character("n"): index += 1
        case .character("b"): index -= 1
        case .character("l"): terminal.repaint()
        case .character("q"): break loop
        default: break
        }
        terminal.present(canvas(index), theme: theme)
      }
    }
    terminal.finish()
    let numbers = terminal.statistics
    print("frames=\(numbers.frames) writes=\(numbers.writes) bytes=\(numbers.bytes) scenes=\(canvases.count)")
  }

  private func canvas(_ index: Int) -> Canvas {
    canvases.indices.contains(index) ? canvases[index] : Canvas(size: terminal.size)
  }

  private static func text(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
