import Forges
import Model

/// Reads issues page by page for an import: waits when the forge asks to, tries again what may be over by itself, and stops at its bounds. What was read before a
/// failure is kept.
struct IssueReading: Sendable {
  let desk: Desk
  let source: IssueSource
  /// Told when there is a wait: the sentence.
  let tell: @Sendable (String) -> Void

  /// Seconds that one import waits for a forge at most.
  static let longestWait = 3900.0
  /// How often what may be over by itself is tried again.
  private static let tries = 3
  /// Pages that are read at most.
  private static let mostPages = 1000
  /// Bytes of tickets that are held at most.
  private static let mostBytes = 128 << 20
  /// Issues that are fetched with their comments at the same time.
  private static let atOnce = 4

  /// What was read.
  struct Result: Sendable {
    /// The tickets in the forge's order.
    var tickets: [(ticket: Ticket, isWhole: Bool)] = []
    /// Issues that could not be read alone, and why.
    var failed: [ImportedIssue] = []
    /// Whether there are further ones.
    var hasMore = false
    /// Why reading ended early.
    var problem: String?
  }

  /// Reads up to so many issues.
  /// - Parameter needsComments: whether the comments of an issue of a page have to be read to know all that matters.
  func read(_ filter: IssueFilter, limit: Int, needsComments: @Sendable (ForgeIssue) -> Bool) async -> Result {
    var result = Result()
    var seen: Set<String> = []
    var cursor: String?
    var bytes = 0
    for number in 1...Self.mostPages {
      let from = cursor
      let page: TrackerPage
      do throws(ForgeError) {
        page = try await patiently { (source) async throws(ForgeError) in try await source.page(filter, cursor: from) }
      } catch {
        result.problem =
          number == 1 ? error.text : "\(error.text) That was page \(number): what was read before it counts, the rest is left."
        result.hasMore = true
        return result
      }
      // Pages shift while issues are changed: what came already is not taken twice.
      var issues = page.issues.filter { seen.insert(source.key($0)).inserted }
      let room = limit - result.tickets.count - result.failed.count
      result.hasMore = issues.count > room || page.next != nil
      if issues.count > room { issues = Array(issues.prefix(room)) }
      if let error = await take(issues, needsComments, into: &result) {
        result.problem = "\(error.text) What was read before counts, the rest is left."
        result.hasMore = true
        return result
      }
      bytes += result.tickets.suffix(issues.count).reduce(0) { $0 + $1.ticket.body.utf8.count }
      guard let next = page.next, next != cursor, result.tickets.count + result.failed.count < limit else { return result }
      if bytes > Self.mostBytes {
        result.problem = "The issues read so far are \(Self.mostBytes >> 20) MiB of text: import the others with a narrower filter."
        return result
      }
      cursor = next
    }
    return result
  }

  /// Makes tickets of issues, with the comments of those that need them.
  /// - Returns: what keeps all others from being read too; nil: nothing does.
  private func take(
    _ issues: [ForgeIssue], _ needsComments: @Sendable (ForgeIssue) -> Bool, into result: inout Result
  ) async -> ForgeError? {
    for start in stride(from: 0, to: issues.count, by: Self.atOnce) {
      let some = Array(issues[start..<min(start + Self.atOnce, issues.count)])
      let wanted = some.map { needsComments($0) && $0.commentCount > 0 && $0.comments == nil }
      let answers = await withTaskGroup(of: (Int, Swift.Result<ForgeIssue, ForgeError>).self) { group in
        for (index, issue) in some.enumerated() where wanted[index] {
          group.addTask {
            do throws(ForgeError) {
              return (index, .success(try await patiently { (source) async throws(ForgeError) in try await source.whole(issue) }))
            } catch {
              return (index, .failure(error))
            }
          }
        }
        return await group.reduce(into: [Int: Swift.Result<ForgeIssue, ForgeError>]()) { $0[$1.0] = $1.1 }
      }
      for (index, issue) in some.enumerated() {
        switch answers[index] {
        case .success(let whole): result.tickets.append((source.ticket(whole), true))
        case nil: result.tickets.append((source.ticket(issue), issue.commentCount == 0 || issue.comments != nil))
        case .failure(let error):
          if error.isPassing || error.isOfToken { return error }
          let ticket = source.ticket(issue)
          result.failed.append(
            ImportedIssue(name: ticket.id ?? issue.name, title: ticket.title, url: ticket.url, outcome: .failed, text: error.text))
        }
      }
    }
    return nil
  }

  /// Asks until there is an answer, or a failure that does not pass by itself, or the patience is at its end.
  private func patiently<Value: Sendable>(
    _ ask: @Sendable (IssueSource) async throws(ForgeError) -> Value
  ) async throws(ForgeError) -> Value {
    var tries = 0
    var waited = 0.0
    while true {
      do throws(ForgeError) { return try await ask(source) } catch {
        guard error.isPassing, !Task.isCancelled else { throw error }
        let wait: Double
        if error.kind == .rateLimit {
          wait = max(1, min(error.retryAfter ?? 60, Self.longestWait))
        } else {
          guard tries < Self.tries else { throw error }
          wait = error.retryAfter.map { max(1, min($0, 60)) } ?? Double(1 << tries)
          tries += 1
        }
        waited += wait
        guard waited <= Self.longestWait else { throw error }
        if error.kind == .rateLimit { tell(error.text) }
        await desk.sleep(wait)
      }
    }
  }
}
