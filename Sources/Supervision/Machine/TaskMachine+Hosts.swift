import Model

/// What the network of a task's sandbox did, and what operators say about it.
extension TaskMachine {
  /// A refused host is said once, where an operator can do something about it or should know of it.
  mutating func hostRefused(_ use: HostUse) -> TaskStep {
    var step = TaskStep()
    var hosts = record.hosts ?? []
    guard hosts.count(where: { $0.isBlocked }) < TaskRecord.mostHosts, !hosts.contains(where: { $0.place == use.place && $0.isBlocked })
    else {
      step.changed = false
      return step
    }
    hosts.removeAll { $0.place == use.place }
    record.hosts = Array(([use] + hosts).prefix(TaskRecord.mostHosts))
    let place = use.port == 0 ? use.host : use.place
    let remedy = use.canBeAllowed ? "; `carrel allow \(record.id) \(use.place)` lets it through" : ""
    step.events.append(.note(.warning, "The network refused \(place): \(use.reason ?? "")\(remedy)."))
    return step
  }

  mutating func hostsUsed(_ uses: [HostUse]) -> TaskStep {
    var step = TaskStep()
    step.changed = record.hosts ?? [] != uses
    record.hosts = uses.isEmpty ? nil : uses
    return step
  }

  mutating func hostsAllowed(_ rules: [HostRule], _ scope: HostScope, forget: Bool, _ author: String) -> TaskStep {
    var step = TaskStep()
    if scope == .task {
      var allowed = record.allowedHosts ?? []
      allowed.removeAll(where: rules.contains)
      if !forget { allowed += rules }
      if allowed.count > 200 { return .refused("\(record.id) is allowed 200 hosts already; take some back with --remove.") }
      record.allowedHosts = allowed.isEmpty ? nil : allowed
    }
    if !forget {
      record.hosts = record.hosts?.map { use in
        guard use.canBeAllowed, let host = try? NetworkHost(parsing: use.host), rules.contains(where: { $0.matches(host, port: use.port) })
        else { return use }
        var use = use
        use.reason = nil
        return use
      }
    }
    let names = rules.map(\.text).joined(separator: ", ")
    let whom = scope == .task ? "" : scope == .repository ? " for the repository" : " for all tasks"
    step.events.append(.note(.info, "\(author) \(forget ? "no longer allows" : "allows") \(names)\(whom)."))
    return step
  }
}
