import CursesTerminal
import Glibc
import Interface
import Model
import Platform
import Screen
import Wire

/// The interface's loop, on the main thread, which alone touches the terminal: drains keys and messages, updates, draws once. Keys are shown at once; what
/// only streams in is drawn at most 30 times a second, once when the terminal is not in focus. It sleeps in poll(2) while nothing happens.
final class InterfaceLoop {
  private let terminal: CursesTerminal
  private let inbox: LoopInbox
  private let link: ServiceLink
  private let themes: ThemeLibrary
  private var theme: Theme
  private var state: InterfaceState
  private var lastFrame = ContinuousClock.now - .seconds(1)
  private var quits = false
  private var hasFocus = true
  /// Requests that wait until what the key did is on the screen: other threads carry them, and would take the processor from it.
  private var requests: [(id: Int, request: Request)] = []

  init(terminal: CursesTerminal, inbox: LoopInbox, link: ServiceLink, themes: ThemeLibrary, theme: Theme, state: InterfaceState) {
    self.terminal = terminal
    self.inbox = inbox
    self.link = link
    self.themes = themes
    self.theme = theme
    self.state = state
  }

  /// Runs until the operator detaches.
  func run() {
    // The tasks are on their way: the first frame shows them, unless they take longer than anybody likes to look at nothing.
    var arrived = pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)
    poll(&arrived, 1, 100)
    for action in inbox.take() { apply(action) }
    present()
    sendRequests()
    var dirty = false
    while !quits {
      wait(dirty)
      let events = terminal.readEvents()
      var (typed, answered) = (false, false)
      for event in events {
        if case .focus(let focused) = event { hasFocus = focused }
        typed = true
        apply(.terminal(event))
      }
      for action in inbox.take() {
        dirty = true
        if !action.isNotice { answered = true }
        apply(action)
      }
      if quits { break }
      if typed || answered || (dirty && frameIsDue) {
        present()
        dirty = false
      }
      sendRequests()
    }
    sendRequests()
  }

  private func sendRequests() {
    for (id, request) in requests { link.send(id, request) }
    requests.removeAll(keepingCapacity: true)
  }

  /// Whether an age on the screen grows: only then is a minute worth waking up for.
  private var showsAges: Bool { state.tally.ageing > 0 }
  private var frameGap: Duration { hasFocus ? .milliseconds(33) : .seconds(1) }
  private var frameIsDue: Bool { ContinuousClock.now - lastFrame >= frameGap }

  /// Sleeps until a key, a message, the next frame, or the minute in which an age changes.
  private func wait(_ dirty: Bool) {
    var timeout: Int32 = -1
    if dirty {
      let left = frameGap - (ContinuousClock.now - lastFrame)
      timeout = Int32(max(0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000) + 1)
    } else if showsAges {
      timeout = 60_000
    }
    var polled = [
      pollfd(fd: terminal.inputDescriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    inbox.hold(notices: dirty)
    let ready = poll(&polled, nfds_t(polled.count), timeout)
    if ready == 0, !dirty { apply(.tick(now: .now)) }
    if terminal.hasHungUp { quits = true }
  }

  private func present() {
    terminal.present(Draw.canvas(state), theme: theme)
    lastFrame = .now
  }

  private func apply(_ action: Action) {
    if state.now.seconds(until: .now) >= 1 { perform(Update.apply(.tick(now: .now), to: &state)) }
    perform(Update.apply(action, to: &state))
  }

  private func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .request(let id, let request): requests.append((id, request))
      case .openEditor(let text): apply(.edited(edit(text)))
      case .copy(let text): _ = terminal.copyToClipboard(text)
      case .bell: terminal.bell()
      case .notify(let text): terminal.notify(title: "carrel", body: text)
      case .setTitle(let title): terminal.setTitle(title)
      case .suspend: terminal.suspend()
      case .quit: quits = true
      case .runCommand(let command): terminal.runOutside { _ = Foreground.run(command) }
      case .redraw: terminal.repaint()
      case .setTheme(let name): theme = themes.theme(named: name).0
      }
    }
  }

  /// Lets the operator edit a text in `$VISUAL` or `$EDITOR`.
  private func edit(_ text: String) -> String? {
    var result: String?
    terminal.runOutside { result = Foreground.edit(text) }
    return result
  }
}
