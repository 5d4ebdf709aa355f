import Model
import Supervision
import Testing
import Workspaces

@Suite struct QueuePolicyTests {
  static let now = Timestamp(milliseconds: 10_000)

  static func task(_ number: Int, _ phase: TaskPhase = .queued, priority: Int = 0, after: [Int] = []) -> TaskRecord {
    var record = TaskRecord(
      id: TaskID(number), ticket: Ticket(title: "t"), repository: RepositoryLocation(source: "/r", publishTo: "/r"), engine: "demo",
      priority: priority, dependsOn: after.map { TaskID($0) }, created: Timestamp(milliseconds: 1))
    record.phase = phase
    return record
  }

  static func admit(_ tasks: [TaskRecord], running: Int = 2, live: Int = 12, _ change: (inout QueuePolicy.Situation) -> Void = { _ in })
    -> QueuePolicy.Verdict
  {
    var situation = QueuePolicy.Situation(paused: false, maxRunning: running, maxLive: live, now: now)
    change(&situation)
    return QueuePolicy.admit(tasks, situation)
  }

  @Test func theCapHoldsAndPriorityGoesFirst() {
    let verdict = Self.admit([Self.task(1), Self.task(2, .running), Self.task(3, priority: 10), Self.task(4)])
    #expect(verdict.start == [TaskID(3)])
    #expect(verdict.held.keys.sorted() == [TaskID(1), TaskID(4)])
  }

  @Test func waitingHoldsNoSlot() {
    #expect(Self.admit([Self.task(1, .waiting), Self.task(2, .review), Self.task(3), Self.task(4)]).start == [TaskID(3), TaskID(4)])
  }

  @Test func dependenciesHoldUntilDone() {
    #expect(Self.admit([Self.task(1, .review), Self.task(2, after: [1])]).held[TaskID(2)] == "after T1")
    #expect(Self.admit([Self.task(1, .done), Self.task(2, after: [1])]).start == [TaskID(2)])
    #expect(Self.admit([Self.task(1, .failed), Self.task(2, after: [1])]).held[TaskID(2)] == "after T1, which is failed")
    #expect(Self.admit([Self.task(2, after: [9])]).start.isEmpty)
  }

  @Test func pauseDiskBackOffAndCredentials() {
    #expect(Self.admit([Self.task(1)]) { $0.paused = true }.start.isEmpty)
    #expect(Self.admit([Self.task(1)]) { $0.obstacle = "disk full" }.held[TaskID(1)] == "disk full")
    #expect(Self.admit([Self.task(1)]) { $0.deadCredentials = ["demo": "no key"] }.parked[TaskID(1)] == "no key")
    var later = Self.task(1)
    later.notBefore = Timestamp(milliseconds: 11_000)
    let verdict = Self.admit([later])
    #expect(verdict.start.isEmpty)
    #expect(verdict.lookAgain == later.notBefore)
    #expect(Self.admit([later]) { $0.now = Timestamp(milliseconds: 11_000) }.start == [TaskID(1)])
  }

  @Test func aTicketWaitsForRoomOnTheDiskAndSaysHowMuch() {
    let need = DiskRoom(bytes: 1_200_000_000, files: 5000)
    func verdict(_ room: DiskRoom, _ tasks: [TaskRecord]) -> QueuePolicy.Verdict {
      Self.admit(tasks, running: 9) {
        $0.room = room
        for task in tasks { $0.needs[task.id] = need }
      }
    }
    let full = verdict(DiskRoom(bytes: 800_000_000, files: nil), [Self.task(1)])
    #expect(full.held[TaskID(1)] == "waiting for disk: needs 1.2 GB, 800 MB free")
    #expect(full.lacksRoom && full.start.isEmpty)
    #expect(
      verdict(DiskRoom(bytes: .max, files: 300), [Self.task(1)]).held[TaskID(1)] == "waiting for disk: needs 5000 files, 300 free")
    // Of three at once two fit; one that is being made counts as well.
    let three = verdict(DiskRoom(bytes: 2_500_000_000, files: 100_000), [Self.task(1), Self.task(2), Self.task(3)])
    #expect(three.start == [TaskID(1), TaskID(2)])
    #expect(three.held[TaskID(3)] == "waiting for disk: needs 1.2 GB, 100 MB free")
    let beside = verdict(DiskRoom(bytes: 2_500_000_000, files: 100_000), [Self.task(1, .preparing), Self.task(2), Self.task(3)])
    #expect(beside.start == [TaskID(2)])
    // Somebody made room.
    let later = verdict(DiskRoom(bytes: 3_600_000_000, files: nil), [Self.task(1), Self.task(2), Self.task(3)])
    #expect(later.start.count == 3 && !later.lacksRoom)
  }

  @Test func liveAgentsHaveACapOfTheirOwn() {
    let verdict = Self.admit([Self.task(1), Self.task(2)], live: 3) { $0.busyAgents = 2 }
    #expect(verdict.start == [TaskID(1)])
  }

  @Test func rowsThatWaitForEachOtherAreRefused() {
    var drafts = (1...3).map { TicketDraft(line: $0, ticket: Ticket(title: "t\($0)")) }
    drafts[0].after = ["#2"]
    drafts[1].after = ["#1"]
    drafts[2].after = ["T9"]
    let dependencies = EnqueuePlan.resolve(&drafts, general: [], known: [])
    #expect(dependencies[0].rows == [1])
    #expect(drafts.allSatisfy { $0.problem != nil })
  }
}
