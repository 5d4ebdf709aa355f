import Interface
import Model
import Screen
import Testing
import Wire

/// Programs in terminal panes: opened from a task, left by one key, looked back at, ended.
@Suite("Terminal panes") struct AttachTests {
  static let command = ["carrel", "sandbox-shell", "--"]

  /// A stage on whose reviewed task a shell has been opened.
  static func opened(width: Int = 80, height: Int = 24, keymap: Keymap = Keymap()) -> Stage {
    var stage = Stage(width: width, height: height, keymap: keymap)
    var task = TaskFixtures.review(7, "Rotate deploy keys")
    task.sessionID = "b1946ac9-2492-4d23-a7f5-2d3c3e7a3a11"
    stage.connect([task])
    stage.keys("!")
    stage.reply(.command(command))
    return stage
  }

  /// What a shell shows, `live` rows after the first line that there ever was.
  static func frame(_ stage: Stage, live: Int = 0, top: Int? = nil, mouse: Bool = false, alternate: Bool = false) -> TerminalFrame {
    let size = stage.state.attachments.first?.size ?? Size(width: 78, height: 20)
    var canvas = Canvas(size: size)
    let first = top ?? live
    for row in 0..<size.height { canvas.put("line \(first + row + 1)", column: 0, row: row, style: Style(.text)) }
    canvas.put("src", column: 0, row: 1, style: Style(ink: Look(foreground: .indexed(4), attributes: .bold)))
    if first == live { canvas.cursor = (3, size.height - 1) }
    return TerminalFrame(canvas: canvas, title: "bash: ~/ws", top: first, oldest: 0, live: live, takesMouse: mouse, isAlternate: alternate)
  }

  private static func orders(_ stage: Stage) -> [AttachmentOrder] {
    stage.effects.compactMap { if case .attachment(_, let order) = $0 { order } else { nil } }
  }

  private let id = AttachmentID(1)

  @Test("A shell opens in a pane of its size, and the request goes to the service")
  func opens() {
    let stage = Self.opened()
    #expect(stage.requests == [.shell(TaskID(7), command: [])])
    #expect(Self.orders(stage) == [.begin(.command(Self.command), Size(width: 78, height: 20))])
    #expect(stage.state.modals == [.terminal(id)])
    #expect(stage.text.contains("Starting…"))
  }

  @Test("All keys but two go to the program, whatever they mean elsewhere")
  func keys() {
    var stage = Self.opened()
    stage.apply(.attachment(id, .frame(Self.frame(stage))))
    for key in RuleTests.allKeys where key != Key(.character("]"), control: true) && key != Key(.pageUp, shift: true) {
      stage.clear()
      stage.apply(.terminal(.key(key)))
      #expect(Self.orders(stage) == [.key(key)], "\(KeyName.name(of: key))")
      #expect(stage.effects.count == 1)
    }
    stage.clear()
    stage.paste("rm -rf /\n")
    #expect(Self.orders(stage) == [.paste(Array("rm -rf /\n".utf8))])
  }

  @Test("One key leaves, the program goes on, and the same key comes back to it")
  func leaves() {
    var stage = Self.opened()
    stage.apply(.attachment(id, .frame(Self.frame(stage))))
    stage.keys("Ctrl-]")
    #expect(stage.state.modals.isEmpty)
    #expect(stage.state.attachments.map(\.id) == [id])
    stage.clear()
    stage.keys("!")
    #expect(stage.requests.isEmpty)
    #expect(stage.state.modals == [.terminal(id)])
    stage.keys("Ctrl-]")
    stage.keys(":")
    stage.type("attached")
    stage.keys("Enter Enter")
    #expect(stage.state.modals == [.terminal(id)])
    stage.keys("Ctrl-]")
    stage.clear()
    stage.keys(":")
    stage.type("attached")
    stage.keys("Enter Down Enter")
    #expect(Self.orders(stage) == [.end])
  }

  @Test("The end of a program is shown with its code until a key; of one in the background it is said")
  func ends() {
    var stage = Self.opened()
    stage.apply(.attachment(id, .frame(Self.frame(stage))))
    stage.apply(.attachment(id, .ended(.code(3))))
    #expect(stage.text.contains("ended with code 3 · any key closes"))
    stage.clear()
    stage.keys("x")
    #expect(stage.state.modals.isEmpty && stage.state.attachments.isEmpty)
    #expect(Self.orders(stage) == [.end])

    var other = Self.opened()
    other.keys("Ctrl-]")
    other.apply(.attachment(id, .ended(.failed("the disk is full"))))
    #expect(other.state.attachments.isEmpty)
    #expect(other.text.contains("T7 shell the disk is full"))
  }

  @Test("Looking back moves, chooses rows and copies them, and a paste is for the program again")
  func looksBack() {
    var stage = Self.opened()
    stage.apply(.attachment(id, .frame(Self.frame(stage, live: 100))))
    stage.clear()
    stage.keys("S-PgUp")
    #expect(Self.orders(stage) == [.show(top: 81)])
    stage.apply(.attachment(id, .frame(Self.frame(stage, live: 100, top: 81))))
    #expect(stage.text.contains("101 of 120"))
    stage.clear()
    stage.keys("k k v k k k y")
    #expect(Self.orders(stage) == [.copy(first: 95, last: 98), .show(top: nil)])
    stage.apply(.attachment(id, .frame(Self.frame(stage, live: 100))))
    stage.clear()
    stage.keys("S-PgUp")
    stage.paste("x")
    #expect(Self.orders(stage).suffix(2) == [.show(top: nil), .paste([0x78])])
    stage.clear()
    stage.keys("S-PgUp g")
    #expect(Self.orders(stage).last == .show(top: 0))
    stage.keys("Esc")
    #expect(stage.state.contexts == [.terminal])
  }

  @Test("The wheel looks back, goes to programs that ask for the mouse, and moves in those that have the whole screen")
  func mouse() {
    var stage = Self.opened()
    let wheel = MouseEvent(kind: .wheelUp, column: 5, row: 5)
    stage.apply(.attachment(id, .frame(Self.frame(stage, live: 10))))
    stage.clear()
    stage.apply(.terminal(.mouse(wheel)))
    #expect(Self.orders(stage) == [.show(top: 7)])
    stage.keys("Esc")
    stage.apply(.attachment(id, .frame(Self.frame(stage, live: 10, mouse: true))))
    stage.clear()
    stage.apply(.terminal(.mouse(wheel)))
    #expect(Self.orders(stage) == [.mouse(MouseEvent(kind: .wheelUp, column: 4, row: 3))])
    stage.apply(.attachment(id, .frame(Self.frame(stage, alternate: true))))
    stage.clear()
    stage.apply(.terminal(.mouse(wheel)))
    #expect(Self.orders(stage) == [.key(Key(.up)), .key(Key(.up)), .key(Key(.up))])
  }

  @Test("The program follows the pane's size, also while the window changes all the time")
  func resizes() {
    var stage = Self.opened()
    stage.clear()
    for width in 40..<140 { stage.apply(.terminal(.resized(Size(width: width, height: 24)))) }
    #expect(Self.orders(stage).last == .resize(Size(width: 137, height: 20)))
    stage.apply(.terminal(.resized(Size(width: 0, height: 0))))
    stage.apply(.terminal(.resized(Size(width: 80, height: 24))))
    #expect(Self.orders(stage).last == .resize(Size(width: 78, height: 20)))
  }

  @Test("The key that leaves can be another one, and the border says it")
  func rebound() {
    var stage = Self.opened(keymap: Keymap(overrides: [KeyOverride("terminal.leave", keys: [KeyWord("F12")])]))
    stage.apply(.attachment(id, .frame(Self.frame(stage))))
    #expect(stage.text.contains("F12 leaves"))
    stage.clear()
    stage.keys("Ctrl-]")
    #expect(Self.orders(stage) == [.key(Key(.character("]"), control: true))])
    stage.keys("F12")
    #expect(stage.state.modals.isEmpty)
  }

  @Test("An engine's own interface is asked for when its agent rests, and refused with a reason when not")
  func engine() {
    var stage = Self.opened()
    stage.keys("Ctrl-]")
    stage.clear()
    stage.keys("E")
    #expect(stage.requests == [.openInterface(TaskID(7), author: "ada")])
    stage.reply(.text("/tmp/carrel-attach-x/terminal"))
    #expect(Self.orders(stage) == [.begin(.socket("/tmp/carrel-attach-x/terminal"), Size(width: 78, height: 20))])
    #expect(stage.text.contains("T7 claude"))
    #expect(stage.text.contains("1 more"))

    var running = TaskFixtures.task(3, "Typo in help", .running)
    running.workspacePath = "/w"
    running.sessionID = "s"
    var busy = Stage(tasks: [running])
    busy.keys("E")
    #expect(busy.requests.isEmpty)
    #expect(busy.text.contains("T3 is running: its agent works"))
  }

  @Test("Programs are not attached without end")
  func bounded() {
    var stage = Stage(tasks: (1...30).map { TaskFixtures.review($0, "Ticket \($0)") })
    for number in 0..<30 {
      stage.keys("!")
      stage.reply(.command(["sh", "\(number)"]))
      stage.keys("Ctrl-] j")
    }
    #expect(stage.state.attachments.count == 16)
  }

  @Test("A program that tells strange things breaks nothing")
  func strange() {
    var stage = Self.opened()
    var frame = TerminalFrame(
      canvas: Canvas(size: Size(width: 3, height: 900)), title: "\u{1B}]0;x\u{7}\u{202E}", top: 1 << 40, oldest: 1 << 40, live: 1 << 40)
    frame.canvas.cursor = (2, 800)
    stage.apply(.attachment(id, .frame(frame)))
    _ = stage.canvas
    #expect(!stage.text.contains("\u{202E}"))
    stage.apply(.attachment(AttachmentID(99), .ended(.code(.min))))
    stage.apply(.attachment(id, .ended(.code(.min))))
    _ = stage.canvas
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)]) func golden(width: Int, height: Int) {
    var stage = Self.opened(width: width, height: height)
    stage.apply(.attachment(id, .frame(Self.frame(stage, live: 40))))
    expectGolden(stage.canvas, "terminal-\(width)x\(height)")
    stage.keys("S-PgUp")
    stage.apply(.attachment(id, .frame(Self.frame(stage, live: 40, top: max(0, 40 - stage.state.terminalRect.height + 1)))))
    stage.keys("v k k")
    expectGolden(stage.canvas, "terminal-back-\(width)x\(height)")
  }
}
