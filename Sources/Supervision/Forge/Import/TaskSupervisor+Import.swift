import Forges
package import Model
import Secrets

/// Issues become tasks, each once.
extension TaskSupervisor {
  /// Reads issues, queues those that no task stands for, and marks the tasks whose issue changed since. Running it again changes nothing that is done already: after a
  /// failure in the middle the same order goes on.
  /// - Parameter tell: told why it takes long, besides those who are attached.
  /// - Throws: when no issue could be read, or those read could not be queued.
  package func importIssues(
    _ order: ImportOrder, tell: @escaping @Sendable (SupervisionNotice) -> Void = { _ in }
  ) async throws(SupervisionError) -> ImportReport {
    let found = try await IssuePlaces(desk: desk).find(order.question)
    let known = KnownIssues(records)
    let (source, again, announce) = (found.source, order.intake.again, announce)
    let stamps = Self.stamps(records)
    let reading = IssueReading(desk: desk, source: source) {
      let notice = SupervisionNotice.message(.info, "Importing: \($0)")
      announce(notice)
      tell(notice)
    }
    let read = await reading.read(order.question.filter, limit: order.limit) { issue in
      guard let stamp = stamps[source.key(issue)] else { return true }
      return stamp.contains { $0 != issue.updated } || again
    }
    if let problem = read.problem, read.tickets.isEmpty { throw SupervisionError(.failed, problem) }

    var report = ImportReport(
      place: found.place, hasMore: read.hasMore, isRehearsal: order.isRehearsal, problem: read.problem)
    let redactor = Redactor(desk.credentials.ledger)
    var fresh: [(place: Int, ticket: Ticket)] = []
    for (ticket, isWhole) in read.tickets {
      let ticket = ticket.redacted(by: redactor)
      let tasks = known.tasks(key: ticket.origin?.key, url: ticket.url)
      var issue = ImportedIssue(
        name: ticket.id ?? "", title: ticket.title, url: ticket.url, outcome: tasks.isEmpty ? .queued : .known, task: tasks.last?.id)
      let comesAgain = again && tasks.allSatisfy(\.phase.isEnd)
      if tasks.isEmpty || comesAgain {
        issue.outcome = .queued
        issue.task = nil
        fresh.append((report.issues.count, ticket))
      } else if isWhole {
        try await look(ticket, at: tasks, order, &issue)
      }
      report.issues.append(issue)
    }
    if !fresh.isEmpty { try await queue(fresh, found.repository, order, &report) }
    report.issues += read.failed
    return report
  }

  /// When the issues of tasks were changed last, as they were taken, by the issue's name.
  private static func stamps(_ records: [TaskID: TaskRecord]) -> [String: [Timestamp]] {
    var stamps: [String: [Timestamp]] = [:]
    for record in records.values {
      guard let origin = record.ticket.origin, let key = origin.key, !record.phase.isCompletion else { continue }
      stamps[key, default: []].append(origin.updated)
    }
    return stamps
  }

  /// Compares an issue with what its tasks took of it: they are marked, and those that wait take it if they are to.
  private func look(_ ticket: Ticket, at tasks: [TaskRecord], _ order: ImportOrder, _ issue: inout ImportedIssue)
    async throws(SupervisionError)
  {
    for record in tasks {
      guard let origin = record.ticket.origin, !record.phase.isCompletion else { continue }
      guard origin.digest != ticket.origin?.digest else {
        if origin.isChanged, !order.isRehearsal { try await runner(for: record).handle(.issueSeen(ticket)) }
        continue
      }
      issue.outcome = .changed
      issue.task = record.id
      issue.text = "the issue changed since \(record.id) took it"
      if order.isRehearsal { continue }
      let now = try await runner(for: record).handle(.issueSeen(ticket))
      guard order.updates else { continue }
      if now.takesIssueText {
        try await runner(for: record).handle(.issueTaken(author: order.author))
        issue.outcome = .updated
        issue.text = "\(record.id) waits and took the changed text"
      } else {
        issue.outcome = .offered
        issue.text = "\(record.id) is \(now.phase.rawValue): `carrel import --tell \(record.id)` hands it the changed text as a message"
      }
    }
  }

  /// Queues what is new, all that can be.
  private func queue(
    _ fresh: [(place: Int, ticket: Ticket)], _ repository: String?, _ order: ImportOrder, _ report: inout ImportReport
  ) async throws(SupervisionError) {
    var intake = order.intake
    intake.repository = intake.repository ?? repository
    intake.drafts = fresh.enumerated().map { TicketDraft(line: $0.offset + 1, ticket: $0.element.ticket) }
    let (drafts, remarks) = await preview(intake)
    report.remarks += remarks
    for (index, draft) in drafts.enumerated() {
      guard let problem = draft.problem else { continue }
      intake.drafts[index].use = false
      report.issues[fresh[index].place].outcome = .failed
      report.issues[fresh[index].place].text = problem
    }
    let used = fresh.indices.filter { intake.drafts[$0].use }
    guard !order.isRehearsal, !used.isEmpty else { return }
    do throws(SupervisionError) {
      // One issue may give several tasks, side by side: its first one stands for it.
      var made: [String: TaskID] = [:]
      for record in try await enqueue(intake) { if let key = record.ticket.origin?.key, made[key] == nil { made[key] = record.id } }
      for index in used {
        let place = fresh[index].place
        if let task = fresh[index].ticket.origin?.key.flatMap({ made[$0] }) {
          report.issues[place].task = task
        } else {
          report.issues[place].outcome = .known
          report.issues[place].task = KnownIssues(records).newest(fresh[index].ticket)
        }
      }
    } catch {
      // Somebody else queued all of them in this very moment.
      let known = KnownIssues(records)
      guard error.kind == .refused, used.allSatisfy({ known.newest(fresh[$0].ticket) != nil }) else { throw error }
      for index in used {
        report.issues[fresh[index].place].outcome = .known
        report.issues[fresh[index].place].task = known.newest(fresh[index].ticket)
      }
    }
  }

  /// Gives a task the changed text of its issue: one that waits takes it as its own, one under way is handed it as a message.
  /// - Returns: a line that says what was done.
  package func takeIssue(_ id: TaskID, author: String) async throws(SupervisionError) -> String {
    let record = try task(id)
    let waits = record.takesIssueText
    if !waits { try refuseWhileFrozen(id) }
    try await runner(for: record).handle(.issueTaken(author: author))
    return waits ? "\(id) took the changed text of its issue" : "\(id) is handed the changed text of its issue"
  }
}
