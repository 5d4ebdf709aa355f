package import Model
package import Wire

/// Who is attached, where they look, and who holds which task. A value: the moment is given with every change, and nothing is kept over a restart.
///
/// A task is held by a name, not by a terminal: two terminals of the same name are one person. It is held from the moment somebody begins to review it or to
/// write an answer, as long as one of their interfaces stays on it; then it goes to whoever asked first, else to whoever began next.
package struct Attendance: Sendable {
  /// Seconds that a holder has to answer before the task can be taken.
  package static let patience = 30.0
  /// Seconds without a move after which a holder counts as away.
  package static let idleLimit = 300.0

  private struct Visitor {
    var author: String
    var task: TaskID?
    var place = ViewPlace()
    /// Whether it has said where it looks: an interface, no command.
    var looks = false
    /// Since when it reviews or answers.
    var claimedSince: Timestamp?
    /// Tasks that it took over: they are its own until it looks elsewhere.
    var taken: Set<TaskID> = []
    var moved: Timestamp
    /// What they had seen when their terminal lost the focus.
    var away: SeenMark?
  }

  private struct Lease {
    var holder: String
    var since: Timestamp
    var asked: [(author: String, at: Timestamp)] = []
  }

  private var visitors: [Int: Visitor] = [:]
  private var leases: [TaskID: Lease] = [:]

  /// Nobody.
  package init() {}

  // MARK: Coming and going

  /// A client says where it looks. `seen`: what there is to see now, kept while its terminal does not have the focus.
  package mutating func looks(_ client: Int, author: String, at task: TaskID?, _ place: ViewPlace, seen: SeenMark?, now: Timestamp) {
    var visitor = visitors[client] ?? Visitor(author: Self.cut(author), moved: now)
    if visitor.task != task { visitor.taken = [] }
    let claims = place.holds && task != nil
    if !claims || visitor.task != task { visitor.claimedSince = nil }
    if claims, visitor.claimedSince == nil { visitor.claimedSince = now }
    visitor.away = place.isAway ? visitor.away ?? seen : nil
    if !place.isAway { visitor.moved = now }
    visitor.task = task
    visitor.place = place
    visitor.place.words = String(place.words.prefix(ViewPlace.wordLimit))
    visitor.looks = true
    visitors[client] = visitor
    settle(now)
  }

  /// A client did something that only a person does.
  package mutating func moved(_ client: Int, now: Timestamp) { visitors[client]?.moved = now }

  /// A client is gone.
  /// - Returns: the operator whose last interface this was, with what they had seen.
  package mutating func leaves(_ client: Int, seen: SeenMark, now: Timestamp) -> (author: String, seen: SeenMark)? {
    guard let visitor = visitors.removeValue(forKey: client) else { return nil }
    settle(now)
    guard visitor.looks, !visitors.values.contains(where: { $0.author == visitor.author && $0.looks }) else { return nil }
    return (visitor.author, visitor.away ?? seen)
  }

  /// Every operator with an interface, with what they have seen by now.
  package func everybody(seen: SeenMark) -> [(author: String, seen: SeenMark)] {
    var found: [String: SeenMark] = [:]
    for visitor in visitors.values where visitor.looks {
      let own = visitor.away ?? seen
      if let known = found[visitor.author], known.time >= own.time { continue }
      found[visitor.author] = own
    }
    return found.map { ($0.key, $0.value) }
  }

  // MARK: Leases

  /// Why an operator may not act on a task now, one sentence; nil: they may.
  package func refusal(of task: TaskID, to author: String, now: Timestamp) -> String? {
    guard let lease = leases[task], lease.holder != Self.cut(author) else { return nil }
    return
      "\(task) is \(lease.holder)'s\(whereabouts(of: lease.holder, at: task)) since \(Self.span(lease.since, now)): ask for it and wait until it is "
      + "handed over, or take it over (`--take-over` on the command line)."
  }

  /// Does something about a lease.
  /// - Returns: what was done, a sentence.
  /// - Throws: `Refusal` that names the holder and says what can be done.
  package mutating func perform(_ act: LeaseAct, _ task: TaskID, client: Int, author: String, now: Timestamp) throws(Refusal) -> String {
    let author = Self.cut(author)
    if visitors[client] == nil { visitors[client] = Visitor(author: author, moved: now) }
    visitors[client]?.moved = now
    switch act {
    case .ask: return try ask(task, author, now)
    case .handOver: return try handOver(task, author, now)
    case .takeOver:
      if let lease = leases[task], lease.holder != author { try mayTake(task, lease, author, now) }
    case .takeOverNow: break
    }
    visitors[client]?.taken.insert(task)
    give(task, to: author, now)
    return "\(task) is yours."
  }

  private mutating func ask(_ task: TaskID, _ author: String, _ now: Timestamp) throws(Refusal) -> String {
    guard let lease = leases[task] else { throw Refusal(.refused, "Asking for \(task): nobody holds it, you can act.") }
    guard lease.holder != author else { throw Refusal(.refused, "Asking for \(task): it is yours already.") }
    if !lease.asked.contains(where: { $0.author == author }) { leases[task]?.asked.append((author, now)) }
    return "\(lease.holder) was asked for \(task)."
  }

  private mutating func handOver(_ task: TaskID, _ author: String, _ now: Timestamp) throws(Refusal) -> String {
    guard let lease = leases[task] else { throw Refusal(.refused, "Handing \(task) over: nobody holds it.") }
    guard lease.holder == author else { throw Refusal(.refused, "Handing \(task) over: it is \(lease.holder)'s, not yours.") }
    guard let next = lease.asked.first?.author else { throw Refusal(.refused, "Handing \(task) over: nobody asked for it.") }
    give(task, to: next, now)
    return "\(task) is \(next)'s now."
  }

  private func mayTake(_ task: TaskID, _ lease: Lease, _ author: String, _ now: Timestamp) throws(Refusal) {
    let holders = visitors.values.filter { $0.author == lease.holder && ($0.task == task || $0.taken.contains(task)) }
    if holders.allSatisfy({ $0.place.isAway || $0.moved.seconds(until: now) >= Self.idleLimit }) { return }
    guard let asked = lease.asked.first(where: { $0.author == author }) else {
      throw Refusal(.refused, "Taking \(task) over: \(lease.holder) is at work on it and was not asked; ask for it first.")
    }
    let waited = asked.at.seconds(until: now)
    guard waited < Self.patience else { return }
    let left = Int((Self.patience - max(0, waited)).rounded(.up))
    throw Refusal(.refused, "Taking \(task) over: \(lease.holder) was asked just now and has \(left) s left to answer; try again then.")
  }

  /// The others who asked go on waiting for the new holder.
  private mutating func give(_ task: TaskID, to author: String, _ now: Timestamp) {
    let rest = leases[task]?.asked.filter { $0.author != author } ?? []
    if leases[task]?.holder != author { begin(Lease(holder: author, since: now, asked: rest), task) }
    // Whoever had it does not get it back by staying.
    for (client, visitor) in visitors where visitor.author != author && visitor.taken.contains(task) {
      visitors[client]?.taken.remove(task)
    }
    settle(now)
  }

  /// A command has no place to look from: what it asked for is its own until it ends.
  private mutating func begin(_ lease: Lease, _ task: TaskID) {
    leases[task] = lease
    for (client, visitor) in visitors where visitor.author == lease.holder && !visitor.looks { visitors[client]?.taken.insert(task) }
  }

  private mutating func settle(_ now: Timestamp) {
    let byArrival = visitors.sorted { $0.key < $1.key }.map(\.value)
    for (task, lease) in leases {
      let waiting = lease.asked.filter { asked in byArrival.contains { $0.author == asked.author && ($0.task == task || !$0.looks) } }
      leases[task]?.asked = waiting
      if byArrival.contains(where: { $0.author == lease.holder && ($0.task == task || $0.taken.contains(task)) }) { continue }
      leases[task] = nil
      if let next = waiting.first { begin(Lease(holder: next.author, since: now, asked: Array(waiting.dropFirst())), task) }
    }
    let claims = byArrival.filter { $0.claimedSince != nil }.sorted { ($0.claimedSince ?? now) < ($1.claimedSince ?? now) }
    for visitor in claims {
      if let task = visitor.task, leases[task] == nil { leases[task] = Lease(holder: visitor.author, since: now) }
    }
  }

  // MARK: What is told

  /// What every client is told; empty while there is one operator.
  package var presence: Presence {
    let names = Set(visitors.values.filter(\.looks).map(\.author)).union(leases.values.map(\.holder))
    guard names.count > 1 else { return Presence() }
    return Presence(
      operators: visitors.sorted { $0.key < $1.key }.filter(\.value.looks).map {
        OperatorPlace(author: $0.value.author, task: $0.value.task, place: $0.value.place)
      },
      leases: leases.sorted { $0.key < $1.key }.map {
        ReviewLease(task: $0.key, holder: $0.value.holder, since: $0.value.since, asked: $0.value.asked.map(\.author))
      })
  }

  private func whereabouts(of author: String, at task: TaskID) -> String {
    let words = visitors.values.first { $0.author == author && $0.task == task && !$0.place.words.isEmpty }?.place.words
    return words.map { " (\($0))" } ?? ""
  }

  private static func span(_ start: Timestamp, _ end: Timestamp) -> String {
    let seconds = Int(min(max(0, start.seconds(until: end)), 1e9))
    return seconds < 60 ? "\(seconds) s" : seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
  }

  /// An operator's name as it counts here: bounded, never empty.
  package static func cut(_ text: String) -> String {
    let cut = String(text.prefix(ViewPlace.wordLimit))
    return cut.isEmpty ? "operator" : cut
  }
}
