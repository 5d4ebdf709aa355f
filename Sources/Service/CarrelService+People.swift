import Model
import Platform
import Supervision
import Wire

/// Several operators at once: who looks where, who holds which task, what each had seen when they left.
extension CarrelService {
  /// A client's operator looks at a task, or at none.
  func looks(client: Int, author: String, at task: TaskID?, _ place: ViewPlace) async {
    await supervisor.look(client: client, at: task)
    let seen = place.isAway ? await seenNow() : nil
    guard isPresent(client) else { return }
    attendance.looks(client, author: author, at: task, place, seen: seen, now: parts.now())
    tellPresence()
  }

  /// A client is gone: what it held is free, and what its operator had seen is kept.
  func leaves(client: Int) async {
    let seen = await seenNow()
    let left = attendance.leaves(client, seen: seen, now: parts.now())
    tellPresence()
    if let left { await keep(left.seen, of: left.author) }
  }

  /// The service ends: everybody leaves.
  func everybodyLeaves() async {
    for left in attendance.everybody(seen: await seenNow()) { await keep(left.seen, of: left.author) }
  }

  /// What an operator had seen when they last left.
  func seen(by author: String) async -> SeenMark? {
    guard let text = await supervisor.kept("seen:\(author)") else { return nil }
    return try? MessageCodec.decode(SeenMark.self, from: Array(text.utf8))
  }

  /// Does something about the lease of a task.
  func lease(_ task: TaskID, _ act: LeaseAct, client: Int, author: String) async throws(SupervisionError) -> String {
    _ = try await supervisor.task(task)
    do throws(Refusal) {
      let words = try attendance.perform(act, task, client: client, author: author, now: parts.now())
      tellPresence()
      return words
    } catch {
      throw SupervisionError(.refused, error.text)
    }
  }

  /// Refuses what changes a task that another operator holds.
  /// - Throws: `SupervisionError(.refused)` that names the holder.
  func require(_ task: TaskID, of author: String, client: Int) throws(SupervisionError) {
    attendance.moved(client, now: parts.now())
    if let text = attendance.refusal(of: task, to: author, now: parts.now()) { throw SupervisionError(.refused, text) }
  }

  /// The tasks that other operators hold.
  func held(against author: String) -> Set<TaskID> {
    let now = parts.now()
    return Set(attendance.presence.leases.map(\.task).filter { attendance.refusal(of: $0, to: author, now: now) != nil })
  }

  /// Tells every client who is there, when that changed: at once, then not again for a fifth of a second. Nothing runs while nothing changes.
  private func tellPresence() {
    let now = attendance.presence
    guard presencePause == nil, now != toldPresence else { return }
    toldPresence = now
    hub.deliver(.presence(now))
    presencePause = Task {
      try? await pause(for: .milliseconds(200))
      presencePause = nil
      tellPresence()
    }
  }

  private func keep(_ seen: SeenMark, of author: String) async {
    var line = MessageCodec.encode(seen)
    if line.last == 0x0A { line.removeLast() }
    await supervisor.keep(String(decoding: line, as: UTF8.self), as: "seen:\(author)")
  }

  private func seenNow() async -> SeenMark { await supervisor.seenMark(at: parts.now()) }
}

extension Request {
  /// The task that it changes as only its holder may; nil: everyone may ask this.
  var heldTask: TaskID? {
    switch self {
    case .approve(let id, let options): options.dryRun ? nil : id
    case .discard(let id), .answer(let id, _, _, _), .send(let id, _, _), .tick(let id, _), .retry(let id, _), .rewind(let id, _, _),
      .answerMany(let id, _, _, _, _, _), .takeOut(let id, _), .openInterface(let id, _), .takeIssue(let id, _), .rebase(let id, _),
      .sendReviews(let id, _, _), .release(let id, _), .outboxDrop(let id):
      id
    default: nil
    }
  }

  /// The task whose other attempts it ends.
  var othersOf: TaskID? {
    switch self {
    case .approve(let id, let options): options.dryRun || !options.discardOthers ? nil : id
    case .discardOthers(let id): id
    default: nil
    }
  }
}
