import Model
import Service
import TestSupport
import Testing
import Wire

/// Whatever people do in whatever order, a task has one holder, who is there, and nobody else may act.
@Suite struct AttendanceTests {
  private static let seen = SeenMark(time: HouseClock().now, costUSD: 0)

  @Test func anyOrderOfAnythingLeavesOneHolderWhoIsThere() {
    var random = SeededGenerator(seed: 39)
    let names = ["ana", "bob", "cem"]
    for _ in 0..<200 {
      var people = Attendance()
      var places: [Int: (author: String, task: Int?)] = [:]
      var taken: [Int: Set<Int>] = [:]
      // Commands: they have asked or taken, and look nowhere.
      var acted: Set<Int> = []
      var now = HouseClock().now
      for _ in 0..<60 {
        now.milliseconds += Int64.random(in: 0...60_000, using: &random)
        let client = Int.random(in: 0..<6, using: &random)
        let author = names[client % 3]
        let task = Int.random(in: 1...3, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0...3:
          let place = ViewPlace(holds: Bool.random(using: &random), isAway: Int.random(in: 0..<4, using: &random) == 0)
          if places[client]?.task != task { taken[client] = [] }
          people.looks(client, author: author, at: TaskID(task), place, seen: Self.seen, now: now)
          places[client] = (author, task)
        case 4:
          _ = people.leaves(client, seen: Self.seen, now: now)
          (places[client], taken[client]) = (nil, nil)
          acted.remove(client)
        default:
          let act = LeaseAct.allCases.randomElement(using: &random) ?? .ask
          acted.insert(client)
          let done = (try? people.perform(act, TaskID(task), client: client, author: author, now: now)) != nil
          if done, act == .takeOver || act == .takeOverNow { taken[client, default: []].insert(task) }
        }
        let leases = people.presence.leases
        #expect(Set(leases.map(\.task)).count == leases.count)
        for lease in leases {
          #expect(!lease.asked.contains(lease.holder) && Set(lease.asked).count == lease.asked.count)
          let isThere = (0..<6).contains { client in
            guard names[client % 3] == lease.holder else { return false }
            guard let place = places[client] else { return acted.contains(client) }
            return place.task.map { TaskID($0) } == lease.task || taken[client]?.contains { TaskID($0) == lease.task } == true
          }
          #expect(isThere, "\(lease)")
          for name in names {
            let refusal = people.refusal(of: lease.task, to: name, now: now)
            #expect((refusal == nil) == (name == lease.holder))
            if let refusal { #expect(refusal.contains(lease.holder)) }
          }
        }
      }
      for client in 0..<6 { _ = people.leaves(client, seen: Self.seen, now: now) }
      #expect(people.presence == Presence())
      for task in 1...3 { #expect(people.refusal(of: TaskID(task), to: "dan", now: now) == nil) }
    }
  }

  @Test func longNamesAndPlacesAreCut() {
    var people = Attendance()
    let long = String(repeating: "x", count: 100_000)
    let now = HouseClock().now
    people.looks(1, author: long, at: TaskID(1), ViewPlace(words: long, holds: true), seen: nil, now: now)
    people.looks(2, author: "", at: TaskID(1), ViewPlace(), seen: nil, now: now)
    #expect(people.presence.operators.map(\.author.count) == [80, 8])
    #expect(people.presence.operators.first?.place.words.count == 80)
    #expect(people.refusal(of: TaskID(1), to: long, now: now) == nil)
    #expect(people.refusal(of: TaskID(1), to: "bob", now: now)?.utf8.count ?? 9999 < 500)
  }
}
