import Model

/// Which tasks stand for which issues, of all that there are: by the issue itself where the task was imported, else by the address of its ticket.
struct KnownIssues {
  private var byKey: [String: [TaskID]] = [:]
  private var byAddress: [String: [TaskID]] = [:]
  private let records: [TaskID: TaskRecord]

  /// Looks through all tasks once.
  init(_ records: [TaskID: TaskRecord]) {
    self.records = records
    for (id, record) in records {
      if let key = record.ticket.origin?.key { byKey[key, default: []].append(id) }
      if let address = Self.address(record.ticket) { byAddress[address, default: []].append(id) }
    }
  }

  /// The tasks that stand for an issue, oldest first.
  func tasks(key: String?, url: String?) -> [TaskRecord] {
    var ids = Set(key.flatMap { byKey[$0] } ?? [])
    if let url, let address = Self.address(Ticket(title: "", url: url)) { ids.formUnion(byAddress[address] ?? []) }
    return ids.sorted().compactMap { records[$0] }
  }

  /// The newest task that stands for a ticket.
  func newest(_ ticket: Ticket) -> TaskID? { tasks(key: ticket.origin?.key, url: ticket.url).last?.id }

  private static func address(_ ticket: Ticket) -> String? {
    guard ticket.url != nil else { return nil }
    let identity = TicketIdentity(ticket, repository: "").key
    return identity.hasPrefix("url\n") ? identity : nil
  }
}
