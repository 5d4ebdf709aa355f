package import Model
import Storage

/// What operators say about hosts.
extension TaskSupervisor {
  /// What a task may reach and what came of it.
  package func hosts(_ id: TaskID) async throws(SupervisionError) -> HostReport { try await runner(id).hostReport() }

  /// Allows hosts, or takes it back, at once for all that runs. No rules: the host that the task was refused last.
  /// - Returns: a line that says what holds now.
  /// - Throws: `SupervisionError(.refused)` when nothing was refused that could be allowed.
  package func allow(
    _ id: TaskID, _ rules: [HostRule], _ scope: HostScope, forget: Bool, author: String
  ) async throws(SupervisionError) -> String {
    let record = try task(id)
    var rules = rules
    if rules.isEmpty {
      let report = try await hosts(id)
      guard let last = report.uses.first(where: { $0.isBlocked && $0.canBeAllowed }), let host = try? NetworkHost(parsing: last.host) else {
        throw SupervisionError(.refused, "\(id) was refused no host that could be allowed; name one: carrel allow \(id) HOST[:PORT].")
      }
      rules = [HostRule(host, port: last.port)]
    }
    if scope != .task {
      var known = await desk.allowedHosts(scope, record.repository)
      known.removeAll(where: rules.contains)
      if !forget { known += rules }
      if known.count > 500 { throw SupervisionError(.refused, "500 hosts are allowed already; take some back with --remove.") }
      do throws(StorageError) { try await desk.setAllowedHosts(known, scope, record.repository) } catch {
        throw SupervisionError(.failed, error.text)
      }
    }
    try await runner(for: record).handle(.hostsAllowed(rules, scope, forget: forget, author: author))
    for other in records.values where scope != .task || other.id == id { await runner(for: other).refreshHosts() }
    let names = rules.map(\.text).joined(separator: ", ")
    let whom =
      switch scope {
      case .task: "\(id)"
      case .repository: "all tasks of \(record.repository.name)"
      case .everyone: "all tasks"
      }
    let network = record.sandbox?.network ?? desk.network
    let remark = network == .engine ? "" : " (its network is \(network.rawValue), where that changes nothing)"
    return (forget ? "\(names): no longer allowed for \(whom)" : "\(names): allowed for \(whom)") + remark
  }
}
