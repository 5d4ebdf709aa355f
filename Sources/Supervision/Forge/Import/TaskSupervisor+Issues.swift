import Forges
package import Model
import Secrets
import Tickets

/// Issues of forges and trackers: listed, and fetched by name.
extension TaskSupervisor {
  /// One page of issues, each with the task that stands for it.
  /// - Throws: what the forge or the configuration says, in one sentence.
  package func issues(_ question: IssueQuestion) async throws(SupervisionError) -> IssueListing {
    let found = try await IssuePlaces(desk: desk).find(question)
    let page: TrackerPage
    do throws(ForgeError) { page = try await found.source.page(question.filter, cursor: question.cursor) } catch {
      throw IssuePlaces.error(error)
    }
    let known = KnownIssues(records)
    let redactor = Redactor(desk.credentials.ledger)
    let rows = page.issues.prefix(Self.mostListed).map { issue in
      let task = known.tasks(key: found.source.key(issue), url: issue.url).last
      return IssueRow(
        issue: Self.listed(issue, redactor), task: task?.id, phase: task?.phase, isChanged: task?.ticket.origin?.isChanged ?? false)
    }
    return IssueListing(place: found.place, rows: rows, next: page.next)
  }

  /// The most issues of one page that are told.
  private static var mostListed: Int { 200 }

  /// What lists show of an issue, cleaned as its ticket would be.
  private static func listed(_ issue: ForgeIssue, _ redactor: Redactor) -> ForgeIssue {
    var short = issue
    let ticket = IssueTicket.make(issue)
    short.title = redactor.redact(ticket.title)
    short.body = redactor.redact(String(ticket.body.prefix(400)))
    short.labels = Array(ticket.labels.prefix(20))
    short.assignees = issue.assignees.prefix(10).map { String($0.prefix(80)) }
    short.milestone = issue.milestone.map { String($0.prefix(120)) }
    short.author = String(issue.author.prefix(80))
    short.url = ticket.url ?? ""
    short.comments = nil
    return short
  }

  // MARK: By name

  /// The most names that are fetched by one request.
  package static var mostFetched: Int { 50 }

  /// Of drafts that are only names those whose text can be fetched say so in their problem; of the others it stays what it was.
  func markFetchable(_ drafts: inout [TicketDraft], _ intake: Intake) async {
    guard drafts.contains(where: { $0.fetch != nil }) else { return }
    let places = IssuePlaces(desk: desk)
    var remotes: [String: String] = [:]
    for index in drafts.indices {
      guard let name = drafts[index].fetch else { continue }
      let repository = drafts[index].repository ?? intake.repository ?? ""
      if remotes[repository] == nil {
        remotes[repository] = (try? await places.address(of: repository.isEmpty ? nil : repository, in: intake.directory)) ?? ""
      }
      let remote = remotes[repository].flatMap { $0.isEmpty ? nil : $0 }
      if places.named(name, beside: remote) != nil {
        drafts[index].problem = "its text is being fetched"
      } else {
        drafts[index].fetch = nil
      }
    }
  }

  /// Fetches the texts of issues by name. What goes wrong is each one's own problem; nothing is waited for.
  /// - Parameters:
  ///   - repository: what `#12` is beside; nil: the directory.
  ///   - directory: the client's.
  package func fetchIssues(_ names: [String], repository: String?, directory: String) async -> [FetchedIssue] {
    let places = IssuePlaces(desk: desk)
    let remote = try? await places.address(of: repository, in: directory)
    var home: ForgeRepository?
    if let remote, let place = try? await desk.forges.place(of: remote, fresh: false) { home = place.repository }
    let redactor = Redactor(desk.credentials.ledger)
    var fetched: [FetchedIssue] = []
    var elsewhere: [ForgeRepository: String] = [:]
    for name in names.prefix(Self.mostFetched) {
      guard !Task.isCancelled else { break }
      guard let named = places.named(name, beside: remote) else {
        fetched.append(FetchedIssue(name: name, problem: "no [[forge]] or [[tracker]] is configured that knows \(name)"))
        continue
      }
      do throws(ForgeError) {
        var result = FetchedIssue(name: name)
        switch named {
        case .tracker(let tracker, let key):
          let issue = try await tracker.issue(key)
          result.ticket = IssueTicket.make(issue, tracker: "\(tracker.host)/\(issue.name)")
        case .forge(let reference):
          let place = try await desk.forges.place(of: reference.repository, fresh: false)
          result.ticket = IssueTicket.make(try await place.forge.issue(reference), reference: reference)
          if let home, Self.isOther(home, reference.repository) {
            if elsewhere[reference.repository] == nil {
              elsewhere[reference.repository] = try? await place.forge.facts(reference.repository).cloneURL
            }
            result.repository = elsewhere[reference.repository]
          }
        }
        if let ticket = result.ticket {
          result.ticket = ticket.redacted(by: redactor)
          result.task = KnownIssues(records).newest(ticket)
        }
        fetched.append(result)
      } catch {
        fetched.append(FetchedIssue(name: name, problem: error.text))
      }
    }
    return fetched
  }

  private static func isOther(_ one: ForgeRepository, _ two: ForgeRepository) -> Bool {
    one.host.lowercased() != two.host.lowercased() || one.path.lowercased() != two.path.lowercased()
  }
}

extension Ticket {
  /// The same without known secrets: it would be stored, and told to agents.
  func redacted(by redactor: Redactor) -> Ticket {
    guard !redactor.isEmpty else { return self }
    var clean = self
    clean.title = redactor.redact(title)
    clean.body = redactor.redact(body)
    clean.labels = labels.map { redactor.redact($0) }
    return clean
  }
}
