internal import Model

/// Who asks what, by fingerprints, each made once: what is looked up with every key must not cost more with a thousand tasks.
struct AskIndex: Hashable, Sendable {
  private struct Entry: Hashable, Sendable {
    var requests: [AgentRequest]
    var engine: String
    var workspace: String?
    var prints: [RequestFingerprint?]

    init(_ task: TaskRecord) {
      (requests, engine, workspace) = (task.requests, task.engine, task.workspacePath)
      prints = task.requests.map { task.fingerprint(of: $0) }
    }

    func holds(for task: TaskRecord) -> Bool {
      requests == task.requests && engine == task.engine && workspace == task.workspacePath
    }
  }

  private var entries: [TaskID: Entry] = [:]
  private var askers: [RequestFingerprint: [RequestName]] = [:]

  /// Takes the tasks as they are now.
  mutating func refresh(_ tasks: some Sequence<TaskRecord>) {
    var next: [TaskID: Entry] = [:]
    for task in tasks where task.phase == .waiting && !task.requests.isEmpty {
      if let entry = entries[task.id], entry.holds(for: task) { next[task.id] = entry } else { next[task.id] = Entry(task) }
    }
    guard next != entries else { return }
    entries = next
    askers = [:]
    for (id, entry) in next.sorted(by: { $0.key < $1.key }) {
      for (request, print) in zip(entry.requests, entry.prints) {
        if let print { askers[print, default: []].append(RequestName(task: id, request: request.id)) }
      }
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
