import Interface
import Model
import Screen
import Wire

/// An interface with a fake service around it: feeds actions, keeps what it asked for.
struct Stage {
  static let start = Timestamp(milliseconds: 1_790_000_000_000)
  var state: InterfaceState
  var effects: [Effect] = []

  init(width: Int = 120, height: Int = 40, keymap: Keymap = Keymap(), seen: SeenMark? = nil, settings: [SettingRow] = []) {
    state = InterfaceState(
      InterfaceSetup(
        size: Size(width: width, height: height), now: Self.start, place: "ops-lab", author: "ada", directory: "/home/ada/shop",
        keymap: keymap,
        themes: ["terminal", "dusk", "paper"], seen: seen, settings: settings))
  }

  /// One that is attached to a service with these tasks.
  init(tasks: [TaskRecord], width: Int = 120, height: Int = 40) {
    self.init(width: width, height: height)
    connect(tasks)
  }

  mutating func connect(_ tasks: [TaskRecord]) {
    apply(
      .connected(
        Snapshot(
          tasks: tasks, queue: QueueStatus(paused: false, maxRunning: 4, maxLive: 12, live: 2), seq: 100, engines: ["claude", "codex"],
          sandbox: SandboxSummary(level: .isolated, network: .open))))
  }

  mutating func apply(_ action: Action) { effects += Update.apply(action, to: &state) }

  /// Types keys by their names, parted by spaces.
  mutating func keys(_ names: String) {
    for name in names.split(separator: " ") {
      if let key = KeyName.parse(name) { apply(.terminal(.key(key))) }
    }
  }

  /// Types a text letter by letter.
  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { apply(.terminal(.key(Key(.character(scalar))))) }
  }

  mutating func paste(_ text: String) { apply(.terminal(.paste(Array(text.utf8)))) }

  /// The requests since the last `clear`, without what the panes ask for.
  var requests: [Request] {
    effects.compactMap { effect in
      guard case .request(_, let request) = effect else { return nil }
      switch request {
      case .transcript, .diff, .diffText, .diffScope, .diffTextBetween, .viewing, .review, .keepReview, .blame, .seenHunks: return nil
      default: return request
      }
    }
  }

  mutating func clear() { effects = [] }

  /// Answers the last request that was sent.
  mutating func reply(_ reply: Reply) {
    for effect in effects.reversed() {
      if case .request(let id, let request) = effect {
        switch request {
        case .transcript, .diff, .diffText, .diffScope, .diffTextBetween, .viewing, .review, .keepReview, .blame, .seenHunks: continue
        default: return apply(.reply(id, reply))
        }
      }
    }
  }

  /// Answers the requests of the panes that this one takes.
  mutating func replyToPanes(_ answer: (Request) -> Reply?) {
    let sent = effects
    for effect in sent { if case .request(let id, let request) = effect, let reply = answer(request) { apply(.reply(id, reply)) } }
  }

  var canvas: Canvas { Draw.canvas(state) }
  /// What can be read on the screen.
  var text: String { CanvasText(canvas).rows.joined(separator: "\n") }
}
