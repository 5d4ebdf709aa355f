package import Model

/// What is known of the forges and requests that are being followed: which one is asked about next, and when. A value without I/O; what has to outlive the service
/// is in the tasks' records. Moments are seconds of the desk's uptime.
package struct FollowupBook: Sendable {
  /// A forge.
  package struct Lane: Hashable, Sendable {
    /// Not before.
    package var notBefore = 0.0
    /// How often it could not be asked, in a row.
    package var failures = 0
    /// Whether it asked to wait.
    package var isLimited = false
    /// Whether its token was refused; then the token's source is asked anew each time.
    package var isTokenDead = false
    /// Whether its trouble was said.
    package var isSaid = false
    /// Whom the token belongs to, once known.
    package var login: String?
    /// Whether it was said that the token may not see something.
    package var isScopeSaid = false
  }

  /// A request.
  struct Entry: Hashable, Sendable {
    var asked: Double
    var whole: Double
    var notBefore = 0.0
    var failures = 0
  }

  /// What is to be asked next.
  package struct Next: Hashable, Sendable {
    /// Of which task.
    package var task: TaskID
    /// When.
    package var at: Double
    /// Whether comments are asked for too.
    package var isWhole: Bool
  }

  /// By host.
  package var lanes: [String: Lane] = [:]
  var entries: [TaskID: Entry] = [:]

  /// Nothing known.
  package init() {}

  /// The request of a task that is followed, if it is.
  package static func request(of task: TaskRecord) -> PublishedRequest? {
    guard task.phase != .publishing, task.phase != .discarded else { return nil }
    return task.published?.request
  }

  /// The forges on which something may be followed.
  package static func hosts(_ tasks: some Sequence<TaskRecord>) -> Set<String> {
    Set(tasks.compactMap { request(of: $0)?.repository.host })
  }

  /// What is asked next of a forge; nil: there is nothing to follow.
  package func next(
    on host: String, among tasks: some Sequence<TaskRecord>, now: Timestamp, uptime: Double, isViewed: (TaskID) -> Bool
  ) -> Next? {
    var first: Next?
    for task in tasks {
      guard let request = Self.request(of: task), request.repository.host == host,
        let next = due(task, request, now, uptime, isViewed(task.id))
      else { continue }
      if first.map({ (next.at, next.task) < ($0.at, $0.task) }) ?? true { first = next }
    }
    guard var next = first else { return nil }
    next.at = max(next.at, lanes[host]?.notBefore ?? 0)
    return next
  }

  private func due(_ task: TaskRecord, _ request: PublishedRequest, _ now: Timestamp, _ uptime: Double, _ isViewed: Bool) -> Next? {
    var changed = request.changed ?? task.phaseSince
    if task.phase == .done { changed = max(changed, task.phaseSince) }
    let quiet = max(0, changed.seconds(until: now))
    guard let interval = FollowupPace.interval(request, quiet: quiet, isViewed: isViewed) else { return nil }
    guard let entry = entries[task.id] else {
      // After a restart, or new: by what the record says of the last look.
      let seconds = request.seen.map { max(0, min(interval, interval - $0.seconds(until: now))) } ?? max(0, FollowupPace.first - quiet)
      return Next(task: task.id, at: uptime + seconds, isWhole: true)
    }
    let isWhole = request.ci != .running || entry.asked + interval - entry.whole >= FollowupPace.comments
    return Next(task: task.id, at: max(entry.asked + interval, entry.notBefore), isWhole: isWhole)
  }

  /// A request was just published: whatever was known of it is of before.
  package mutating func forget(_ task: TaskID) { entries[task] = nil }

  /// The forge answered, after so many calls.
  package mutating func answered(_ task: TaskID, on host: String, isWhole: Bool, calls: Int, uptime: Double) {
    let whole = isWhole ? uptime : entries[task]?.whole ?? uptime
    entries[task] = Entry(asked: uptime, whole: whole)
    var lane = lanes[host] ?? Lane()
    lane.failures = 0
    (lane.isLimited, lane.isTokenDead, lane.isSaid) = (false, false, false)
    lane.notBefore = uptime + Double(calls) * FollowupPace.perCall
    lanes[host] = lane
  }

  /// What is said about a failure, and where.
  package enum Remark: Hashable, Sendable {
    /// To everyone, quietly.
    case passing(String)
    /// To everyone.
    case token(String)
    /// In the task's transcript.
    case task(String)
  }

  /// The forge could not be asked about a task.
  /// - Returns: what has to be said now: the same trouble is said once.
  package mutating func failed(_ task: TaskID, on host: String, _ failure: FollowupFailure, uptime: Double) -> Remark? {
    var lane = lanes[host] ?? Lane()
    defer { lanes[host] = lane }
    switch failure.kind {
    case .wait(let seconds):
      lane.isLimited = true
      lane.notBefore = uptime + min(max(seconds ?? 60, 1), 3_600)
    case .passing:
      lane.failures += 1
      lane.notBefore = uptime + FollowupPace.backOff(failures: lane.failures)
    case .token:
      // A token that expired may have a successor at its source already.
      if !lane.isTokenDead {
        lane.isTokenDead = true
        lane.notBefore = uptime
        return nil
      }
      lane.notBefore = uptime + FollowupPace.deadToken
    case .lost:
      let failures = (entries[task]?.failures ?? 0) + 1
      entries[task] = Entry(asked: uptime, whole: uptime, notBefore: uptime + FollowupPace.lost, failures: failures)
      lane.notBefore = uptime + FollowupPace.perCall
      return failures == 1 ? .task(failure.text) : nil
    }
    if lane.isSaid { return nil }
    lane.isSaid = true
    return failure.kind == .token ? .token(failure.text) : .passing(failure.text)
  }

  /// There may be other credentials: forges whose token was refused are asked again. True when there are such.
  package mutating func credentialsChanged() -> Bool {
    var found = false
    for (host, lane) in lanes where lane.isTokenDead {
      lanes[host]?.notBefore = 0
      lanes[host]?.isSaid = false
      lanes[host]?.login = nil
      found = true
    }
    return found
  }
}
