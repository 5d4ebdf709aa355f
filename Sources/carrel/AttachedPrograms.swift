import Emulator
import Glibc
import Interface
import Platform
import Screen

/// The programs that this client has attached, each on a pseudo-terminal and in an emulator of its own. Owned by the loop, on its thread; nothing here waits but
/// `endAll`.
final class AttachedPrograms {
  private var programs: [AttachmentID: AttachedProgram] = [:]
  private var polled: [AttachmentID] = []
  private let tell: @Sendable (AttachmentID, AttachmentNews) -> Void
  private var echo = false

  /// No programs yet; `tell` is called from any thread with what is not a frame.
  init(_ tell: @escaping @Sendable (AttachmentID, AttachmentNews) -> Void) { self.tell = tell }

  /// Does what the interface wants.
  func perform(_ order: AttachmentOrder, on id: AttachmentID) {
    if case .begin(let source, let size) = order {
      let tell = tell
      programs[id] = AttachedProgram(source, size: size) { tell(id, $0) }
      return
    }
    guard let program = programs[id] else { return }
    switch order {
    case .begin, .copy: break
    case .key(let key): program.type { $0.press(key) }
    case .paste(let bytes): program.type { $0.paste(bytes) }
    case .mouse(let event): program.type { $0.point(event) }
    case .resize(let size): program.resize(size)
    case .show(let top): program.show(top)
    case .end:
      program.end()
      if program.isOver { programs[id] = nil }
    }
  }

  /// The text of rows, safe to put anywhere.
  func text(of id: AttachmentID, from first: Int, through last: Int) -> String { programs[id]?.text(from: first, through: last) ?? "" }

  /// Adds what is waited for to a call of poll.
  func watch(_ list: inout [pollfd]) {
    polled = programs.keys.sorted()
    for id in polled { if let program = programs[id] { list.append(program.polled) } }
  }

  /// Does what the poll found ready, as `watch` had added it at the end.
  /// - Returns: whether anything was drawn.
  func serve(_ list: [pollfd]) -> Bool {
    var drew = false
    for (id, found) in zip(polled, list.suffix(polled.count)) {
      guard let program = programs[id] else { continue }
      if program.serve(found.revents) { drew = true }
      if program.takeEcho() { echo = true }
    }
    return drew
  }

  /// Whether something came after a key was typed, since the last call.
  func takeEcho() -> Bool {
    defer { echo = false }
    return echo
  }

  /// The frame of the one that is looked at, if it changed.
  func frames(of id: AttachmentID?) -> [(AttachmentID, TerminalFrame)] {
    guard let id, let frame = programs[id]?.takeFrame() else { return [] }
    return [(id, frame)]
  }

  /// Ends all of them; returns when they are gone, after two seconds at the latest.
  func endAll() {
    let ending = programs.values.map { $0.end() }
    programs = [:]
    guard !ending.isEmpty else { return }
    Blocking.run { for task in ending { await task.value } }
  }
}
