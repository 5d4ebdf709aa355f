import Forges
import Model
import Testing
import Workspaces

@testable import Supervision

/// What becomes of an entry after each step, and whose turn is next: pure.
@Suite struct OutboxMachineTests {
  static let repository = ForgeRepository(host: "git.lab", owner: "ops", name: "tools")

  static func entry(_ number: Int, place: Int64? = nil, in repository: ForgeRepository = repository) -> OutboxEntry {
    var entry = OutboxEntry(
      task: TaskID(number), token: "00000000000000a\(number % 10)", repository: repository, kind: .gitea,
      remote: "https://git.lab/ops/tools.git",
      author: "ana", created: Timestamp(milliseconds: 0),
      plan: CommitPlan(tree: "t", message: "m", userName: "n", userEmail: "e", date: Timestamp(milliseconds: 0)), commit: "c",
      text: PullRequestText(title: "Fix", body: "b", head: "carrel/t\(number)", base: "main"))
    entry.place = place ?? Int64(number)
    return entry
  }

  static let now = Timestamp(milliseconds: 1_000_000)

  @Test func theStepsAreThoseThatAreWished() {
    var entry = Self.entry(1)
    #expect(entry.steps == [.push, .request])
    entry.text.labels = ["bug"]
    entry.comments = true
    entry.closes = true
    #expect(entry.steps == [.push, .request, .labels], "without an issue nothing is said to one")
    entry.issue = IssueReference(Self.repository, 12)
    #expect(entry.steps == OutboxStep.allCases)
    entry.done = [.push, .request, .labels]
    #expect(entry.next == .comment)
  }

  @Test func stepsDoneLeadToTheEnd() {
    var machine = OutboxMachine(Self.entry(1))
    machine.entry.comments = true
    machine.entry.issue = IssueReference(Self.repository, 12)
    #expect(machine.did(.push) == .goOn)
    #expect(machine.entry.isPushed && !machine.entry.isPublished)
    #expect(machine.did(.request) == .publish)
    #expect(machine.entry.isPublished)
    #expect(machine.did(.comment) == .finish)
  }

  @Test func aBranchAloneIsPublishedByThePush() {
    var entry = Self.entry(1)
    entry.kind = nil
    (entry.comments, entry.closes, entry.issue) = (true, true, IssueReference(Self.repository, 12))
    entry.text.labels = ["bug"]
    #expect(entry.steps == [.push] && entry.placeWords == entry.remote)
    var machine = OutboxMachine(entry)
    #expect(machine.did(.push) == .publish)
    #expect(machine.entry.isPublished && machine.entry.next == nil && machine.entry.publication.kind == .branch)
  }

  @Test(arguments: [
    ("git@git.lab:ops/tools.git", "git.lab", "ops", "tools"), ("https://git.lab:3000/a/b/c.git", "git.lab:3000", "a/b", "c"),
    ("/srv/git/tools.git", "", "srv/git", "tools"), ("tools", "", "", "tools"),
  ])
  func aRemoteNamesARepository(_ remote: String, _ host: String, _ owner: String, _ name: String) {
    #expect(ForgeRepository(remote: remote) == ForgeRepository(host: host, owner: owner, name: name))
  }

  @Test func whatPassesIsTriedAgainEverMoreSlowly() {
    var machine = OutboxMachine(Self.entry(1))
    var waits: [Double] = []
    for _ in 0..<10 {
      #expect(machine.failed(OutboxFailure(.passing, "down"), at: Self.now) == .wait)
      waits.append(Self.now.seconds(until: machine.entry.wait?.until ?? Self.now))
      #expect(machine.entry.needsOperator == (waits.count >= 8), "what does not pass is somebody's business")
    }
    #expect(waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900])
    #expect(machine.failed(OutboxFailure(.passing, "slow", retryAfter: 3600), at: Self.now) == .wait)
    #expect(machine.entry.wait?.until == Timestamp(milliseconds: Self.now.milliseconds + 3_600_000))
    #expect(machine.failed(OutboxFailure(.passing, "absurd", retryAfter: .infinity), at: Self.now) == .wait)
    #expect(machine.did(.push) == .goOn)
    #expect(machine.entry.wait == nil && machine.entry.tries == 0)
  }

  @Test func refusalsGoBackBeforeTheRequestIsOpenAndStayAfterwards() {
    var machine = OutboxMachine(Self.entry(1))
    #expect(machine.failed(OutboxFailure(.refused, "no"), at: Self.now) == .goBack("no"))
    machine.entry.done = [.push, .request]
    #expect(machine.failed(OutboxFailure(.refused, "no"), at: Self.now) == .wait)
    #expect(machine.entry.needsOperator && machine.entry.wait?.until == nil)
    machine.released()
    #expect(machine.entry.wait == nil)
  }

  @Test func failuresAreTakenByWhoCanHelp() {
    #expect(OutboxFailure(ForgeError(.refusedToken, "x")).reason == .credential)
    #expect(OutboxFailure(ForgeError(.missingScope, "x")).reason == .credential)
    #expect(OutboxFailure(ForgeError(.rateLimit, "x", retryAfter: 7)) == OutboxFailure(.passing, "x", retryAfter: 7))
    #expect(OutboxFailure(ForgeError(.archived, "x")).reason == .refused)
    #expect(OutboxFailure(WorkspaceError.authentication(remote: "r", detail: "d")).reason == .credential)
    #expect(OutboxFailure(WorkspaceError.network(remote: "r", detail: "d")).reason == .passing)
    #expect(OutboxFailure(WorkspaceError.pushRejected(remote: "r", detail: "protected")).reason == .refused)
  }

  @Test func oneThatWaitsHoldsUpThoseBehindItUntilItIsPublished() {
    var (first, second) = (Self.entry(1), Self.entry(2))
    #expect(OutboxOrder.next([second, first], at: Self.now) == .step(TaskID(1)))
    first.wait = OutboxWait(.credential, "dead", since: Self.now)
    #expect(OutboxOrder.next([first, second], at: Self.now) == .nothing)
    #expect(OutboxOrder.blocker(of: second, among: [first, second])?.task == TaskID(1))
    let later = Timestamp(milliseconds: Self.now.milliseconds + 5000)
    first.wait = OutboxWait(.passing, "down", since: Self.now, until: later)
    #expect(OutboxOrder.next([first, second], at: Self.now) == .later(later))
    #expect(OutboxOrder.next([first, second], at: later) == .step(TaskID(1)))
    first.done = [.push, .request]
    #expect(OutboxOrder.next([first, second], at: Self.now) == .step(TaskID(2)), "what is left of a published one holds nobody up")
    second.wait = OutboxWait(.refused, "no", since: Self.now)
    #expect(OutboxOrder.next([first, second], at: Self.now) == .later(later))
    #expect(OutboxOrder.next([], at: Self.now) == .nothing)
  }

  @Test func theOrderIsThatOfApprovalsNotOfTickets() {
    #expect(OutboxOrder.next([Self.entry(3, place: 9), Self.entry(7, place: 8)], at: Self.now) == .step(TaskID(7)))
  }
}
