import Forges
import Model

/// Asks a forge everything about one pull request.
struct RequestAnswer: Sendable {
  /// What it said.
  var reading: RequestReading
  /// How many calls that took.
  var calls: Int
  /// What the token may not see, in a sentence; nil: nothing.
  var missing: String?

  /// Asks. What the token may not see is left out; the request itself must be seen.
  /// - Parameters:
  ///   - isWhole: comments too.
  ///   - login: whose token it is, when known.
  static func ask(_ place: ForgePlace, number: Int, isWhole: Bool, login: String?) async throws(ForgeError) -> RequestAnswer {
    let (forge, repository) = (place.forge, place.repository)
    let pull = try await forge.pullRequest(repository, number: number)
    var answer = RequestAnswer(reading: RequestReading(kind: forge.kind, pull: pull, login: login), calls: 1, missing: nil)
    if !pull.commit.isEmpty {
      answer.reading.checks = try await answer.part { () async throws(ForgeError) in try await forge.checks(repository, commit: pull.commit)
      }
    }
    guard isWhole else { return answer }
    if login == nil { answer.reading.login = try await answer.part { () async throws(ForgeError) in try await forge.login() } }
    let review = try await answer.part { () async throws(ForgeError) in try await forge.reviewNotes(repository, number: number) }
    let conversation = IssueReference(repository, number, isRequest: true)
    let said = try await answer.part { () async throws(ForgeError) in try await forge.comments(conversation) }
    if review != nil || said != nil { answer.reading.notes = RequestReading.notes(review ?? [], said ?? [], login: answer.reading.login) }
    return answer
  }

  /// One call of which the answer may be kept from us.
  private mutating func part<Value: Sendable>(_ body: () async throws(ForgeError) -> Value) async throws(ForgeError) -> Value? {
    calls += 1
    do throws(ForgeError) { return try await body() } catch {
      guard error.kind == .missingScope || error.kind == .notFound else { throw error }
      missing = missing ?? error.text
      return nil
    }
  }
}
