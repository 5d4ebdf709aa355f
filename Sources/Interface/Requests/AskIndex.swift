internal import Model

/// Who asks what, by fingerprints, each made once: what is looked up with every key must not cost more with a thousand tasks.
struct AskIndex: Hashable, Sendable {
  private struct Entry: Hashable, Sendable {
    var requests: [AgentRequest]
    var engine: String
    var workspace: String?
    var attended: String?
    var prints: [RequestFingerprint?]

    init(_ task: TaskRecord) {
      (requests, engine, workspace, attended) = (task.requests, task.engine, task.workspacePath, task.attention?.request)
      prints = task.requests.map { task.fingerprint(of: $0) }
    }

    func holds(for task: TaskRecord) -> Bool {
      requests == task.requests && engine == task.engine && workspace == task.workspacePath && attended == task.attention?.request
    }
  }

  private var entries: [TaskID: Entry] = [:]
  private var askers: [RequestFingerprint: [RequestName]] = [:]

  /// How many questions are asked more than once.
  private var shared = 0
  /// The revision of the tasks that was last taken in.
  private var revision = 0
  /// Grows with every change of who asks what.
  private(set) var version = 0

  /// Whether anything is asked more than once.
  var isShared: Bool { shared > 0 }

  /// Takes the tasks as they are now.
  /// - Parameter touched: the tasks that changed since the last time, if they are as many as `revision` grew by; then only they are looked at.
  mutating func settle(_ tasks: [TaskID: TaskRecord], revision: Int, touched: [TaskID]) {
    guard revision != self.revision else { return }
    if revision &- self.revision == touched.count {
      for id in touched { put(id, tasks[id]) }
    } else {
      for id in entries.keys where tasks[id] == nil { put(id, nil) }
      for task in tasks.values { put(task.id, task) }
    }
    self.revision = revision
  }

  /// Takes in what a task asks now.
  private mutating func put(_ id: TaskID, _ task: TaskRecord?) {
    let asking = task.flatMap { $0.phase == .waiting && !$0.requests.isEmpty ? $0 : nil }
    let old = entries[id]
    if old == nil, asking == nil { return }
    if let old, let asking, old.holds(for: asking) { return }
    version &+= 1
    for case let print? in Set(old?.prints ?? []) {
      let names = askers[print] ?? []
      let left = names.filter { $0.task != id }
      if names.count > 1, left.count < 2 { shared -= 1 }
      askers[print] = left.isEmpty ? nil : left
    }
    entries[id] = asking.map { Entry($0) }
    guard let entry = entries[id] else { return }
    for (request, print) in zip(entry.requests, entry.prints) {
      guard let print else { continue }
      var names = askers[print] ?? []
      names.insert(RequestName(task: id, request: request.id), at: names.lastIndex { $0.task <= id }.map { $0 + 1 } ?? 0)
      if names.count == 2 { shared += 1 }
      askers[print] = names
    }
  }

  /// All requests that ask this, in the order of their tasks.
  func requests(asking asked: RequestFingerprint) -> [RequestName] { askers[asked] ?? [] }

  /// What a task asks first; also of one as it was a while ago.
  func asks(_ task: TaskRecord) -> RequestFingerprint? {
    guard let entry = entries[task.id], entry.holds(for: task) else { return task.asks }
    return task.attention?.request == entry.requests.first?.id ? entry.prints.first ?? nil : nil
  }

  /// The fingerprint of a request.
  func fingerprint(of name: RequestName, _ task: TaskRecord?) -> RequestFingerprint? {
    guard let task, let place = task.requests.firstIndex(where: { $0.id == name.request }) else { return nil }
    guard let entry = entries[task.id], entry.holds(for: task) else { return task.fingerprint(of: task.requests[place]) }
    return entry.prints[place]
  }
}
