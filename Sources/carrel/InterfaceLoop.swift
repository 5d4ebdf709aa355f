import Configuration
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
  private let configuration: ConfigurationReader
  /// Tells when a file in use is saved; nil: the machine gives no watches.
  private let saved: SavedFiles?
  private var theme: Theme
  private var state: InterfaceState
  private let programs: AttachedPrograms
  private var lastFrame = ContinuousClock.now - .seconds(1)
  private var quits = false
  private var hasFocus = true
  /// Requests that wait until what the key did is on the screen: other threads carry them, and would take the processor from it.
  private var requests: [(id: Int, request: Request)] = []

  init(
    terminal: CursesTerminal, inbox: LoopInbox, link: ServiceLink, themes: ThemeLibrary, theme: ThemeReading,
    configuration: ConfigurationReader, state: InterfaceState
  ) {
    self.terminal = terminal
    self.inbox = inbox
    self.link = link
    self.themes = themes
    self.theme = theme.theme
    self.configuration = configuration
    self.state = state
    programs = AttachedPrograms { id, news in inbox.put(.attachment(id, news)) }
    do throws(PlatformError) {
      let saved = try SavedFiles(inbox)
      saved.watch(theme.files + Self.own(state.theme, themes), as: .theme)
      saved.watch([configuration.paths.config], as: .configuration)
      self.saved = saved
    } catch {
      saved = nil
      inbox.put(.notice(.message(.info, "Themes and keys are not read again when they are saved: \(error.text)")))
    }
    inbox.put(.themeRead(name: state.theme, about: theme.about, warnings: theme.warnings.map(\.description), again: false))
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
    defer {
      saved?.end()
      programs.endAll()
    }
    while !quits {
      if wait(dirty) { dirty = true }
      let events = terminal.readEvents()
      if let brightness = terminal.brightness, brightness != theme.brightness {
        theme.brightness = brightness
        present()
      }
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
      // What a key brings is shown as soon as it comes; what only streams waits for its frame.
      if programs.takeEcho() { answered = true }
      if typed || answered || (dirty && frameIsDue) {
        for (id, frame) in programs.frames(of: state.attached?.id) { apply(.attachment(id, .frame(frame))) }
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

  /// Sleeps until a key, a message, something of an attached program, the next frame, or the minute in which an age changes.
  /// - Returns: whether an attached program drew something.
  private func wait(_ dirty: Bool) -> Bool {
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
    programs.watch(&polled)
    inbox.hold(notices: dirty)
    let ready = poll(&polled, nfds_t(polled.count), timeout)
    if ready == 0, !dirty { apply(.tick(now: .now)) }
    if terminal.hasHungUp { quits = true }
    return programs.serve(polled)
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
      case .copy(let text):
        if !terminal.copyToClipboard(text) {
          let most = CursesTerminal.clipboardLimit / 1000
          apply(.notice(.message(.warning, "Copying: it is more than the \(most) kB that terminals take; nothing was copied.")))
        }
      case .bell: terminal.bell()
      case .notify(let text): terminal.notify(title: "carrel", body: text)
      case .setTitle(let title): terminal.setTitle(title)
      case .suspend: terminal.suspend()
      case .quit: quits = true
      case .attachment(let id, .copy(let first, let last)):
        if !terminal.copyToClipboard(programs.text(of: id, from: first, through: last)) {
          apply(.notice(.message(.warning, "Copying: these rows are more than a terminal's clipboard takes; choose fewer.")))
        }
      case .attachment(let id, let order): programs.perform(order, on: id)
      case .redraw: terminal.repaint()
      case .setTheme(let name): read(theme: name, again: false)
      case .readTheme(let name): read(theme: name, again: true)
      case .readConfiguration: apply(.configured(configuration.read()))
      }
    }
  }

  /// Uses a theme from now on, and watches its files. One that was saved half, or in which nothing can be read, changes nothing on the screen.
  private func read(theme name: String, again: Bool) {
    let reading = themes.reading(named: name)
    if !again || reading.isWhole {
      theme = reading.theme
      if let brightness = terminal.brightness { theme.brightness = brightness }
    }
    saved?.watch(reading.files + Self.own(name, themes), as: .theme)
    apply(.themeRead(name: name, about: reading.about, warnings: reading.warnings.map(\.description), again: again))
  }

  /// The operator's own file of a theme, and the directory of such files: neither need be there yet.
  private static func own(_ name: String, _ themes: ThemeLibrary) -> [String] {
    themes.directories.first.map { ["\($0)/\(name).toml", $0] } ?? []
  }

  /// Lets the operator edit a text in `$VISUAL` or `$EDITOR`.
  private func edit(_ text: String) -> String? {
    var result: String?
    terminal.runOutside { result = Foreground.edit(text) }
    return result
  }
}
