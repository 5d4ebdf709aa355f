import Interface
import Model
import Screen
import Testing
import Wire

/// Several operators, and what happened while one was away.
@Suite struct PeopleTests {
  private static func place(_ author: String, _ task: Int?, _ words: String = "", holds: Bool = false, away: Bool = false) -> OperatorPlace
  {
    OperatorPlace(author: author, task: task.map { TaskID($0) }, place: ViewPlace(words: words, holds: holds, isAway: away))
  }

  private static func lease(_ task: Int, _ holder: String, minutes: Int64 = 4, asked: [String] = []) -> ReviewLease {
    ReviewLease(task: TaskID(task), holder: holder, since: TaskFixtures.moment(minutesAgo: minutes), asked: asked)
  }

  /// Bob reviews T3, Cem looks at T15; we are Ada.
  static let company = Presence(
    operators: [place("ada", 12), place("bob", 3, "hunk 7 of login.swift", holds: true), place("cem", 15)], leases: [lease(3, "bob")])

  private static func places(_ stage: Stage) -> [ViewPlace] {
    stage.effects.compactMap { effect in
      if case .request(_, .viewing(_, let place)) = effect { return place }
      return nil
    }
  }

  // MARK: Where we look

  @Test func whereWeLookIsToldWhenItChangesAndInWordsOnlyToOthers() throws {
    var stage = Stage(tasks: TaskFixtures.desk, width: 160)
    #expect(Self.places(stage) == [ViewPlace()])
    stage.clear()
    stage.apply(.tick(now: Timestamp(milliseconds: Stage.start.milliseconds + 60_000)))
    stage.keys("2 1")
    #expect(Self.places(stage) == [], "alone, nobody is told which pane it is")
    stage.apply(.notice(.presence(Self.company)))
    stage.keys("2")
    #expect(Self.places(stage).last == ViewPlace(words: "transcript"))
    stage.clear()
    stage.keys("1 m")
    #expect(Self.places(stage) == [ViewPlace(), ViewPlace(words: "writing to its agent", holds: true)])
    stage.keys("Esc Enter")
    #expect(Self.places(stage).last == ViewPlace(words: "answering", holds: true))
    stage.apply(.terminal(.focus(false)))
    #expect(Self.places(stage).last == ViewPlace(words: "answering", holds: true, isAway: true))
  }

  @Test func theReviewOfATaskIsToldAsHeldAndTheHunkIsNamed() throws {
    var stage = Stage(tasks: [TaskFixtures.review(3, "Typo in help")], width: 160)
    stage.keys("3")
    #expect(Self.places(stage).last == ViewPlace(holds: true))
    stage.apply(.notice(.presence(Presence(operators: [Self.place("ada", 3), Self.place("bob", nil)]))))
    #expect(Self.places(stage).last?.words == "diff")
    stage.keys("A")
    #expect(Self.places(stage).last == ViewPlace(words: "approving", holds: true))
  }

  @Test func theHunkUnderTheCursorIsNamedOnce() {
    var stage = ReviewStoryTests.stage()
    stage.apply(.notice(.presence(Presence(operators: [Self.place("ada", 3), Self.place("bob", nil)]))))
    stage.keys("3")
    #expect(Self.places(stage).last == ViewPlace(words: "login.swift", holds: true))
    stage.keys("Enter j")
    #expect(Self.places(stage).last == ViewPlace(words: "hunk 1 of login.swift", holds: true))
    let told = Self.places(stage).count
    stage.keys("j j k G")
    #expect(Self.places(stage).count == told, "it is the same hunk")
  }

  @Test func aLeaseThatIsLostUnderAnOpenDialogLosesNothing() {
    var stage = ReviewStoryTests.stage()
    stage.keys("3 m")
    stage.type("please rename it")
    stage.apply(.notice(.presence(Presence(operators: [Self.place("bob", 3, holds: true)], leases: [Self.lease(3, "ada")]))))
    stage.apply(.notice(.presence(Presence(operators: [Self.place("bob", 3, holds: true)], leases: [Self.lease(3, "bob")]))))
    #expect(stage.state.typed?.text == "please rename it")
    stage.clear()
    stage.keys("Enter")
    stage.reply(.refused(Refusal(.refused, "T3 is bob's since 0 s: ask for it.")))
    #expect(stage.text.contains("T3 is bob's since 0 s: ask for it. The message is kept as a draft."))
    #expect(stage.state.drafts[.message([TaskID(3)])] == "please rename it")
    stage.keys("Esc c")
    #expect(stage.text.contains("T3 is bob's now, you can only look"))
  }

  // MARK: The others

  @Test func othersStandInTheRowTheTopLineAndTheBorder() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 200, height: 50)
    stage.apply(.notice(.presence(Self.company)))
    #expect(stage.text.contains("bob in T3, hunk 7 of login.swift · cem in T15"))
    #expect(stage.text.contains("bob holds"))
    #expect(stage.text.contains("@cem"))
    stage.keys("j j j")
    #expect(stage.state.list.cursor == TaskID(3))
    #expect(stage.text.contains("bob holds it: read-only"))
    // They are gone: nothing is left of them.
    stage.apply(.notice(.presence(Presence())))
    for word in ["bob", "cem", "read-only"] { #expect(!stage.text.contains(word)) }
  }

  @Test func namesAndPlacesOfOthersAreHarmless() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 200, height: 50)
    let name = "\u{1B}[31m\u{202E}eve\n" + String(repeating: "日", count: 70)
    stage.apply(
      .notice(
        .presence(
          Presence(
            operators: [Self.place("ada", 12), Self.place(name, 12, "\u{1B}]0;x\u{7}\u{9B}31m")],
            leases: [Self.lease(12, name, asked: [name])]))))
    for keys in ["L", "Esc Enter", "y", "+"] {
      stage.keys(keys)
      for cell in stage.canvas.cells {
        #expect((cell.scalar >= 0x20 || cell.scalar == 0) && !(0x7F..<0xA0).contains(cell.scalar) && cell.scalar != 0x202E)
      }
    }
  }

  @Test func whatAnotherHoldsCanOnlyBeLookedAt() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 160)
    stage.apply(
      .notice(.presence(Presence(operators: [Self.place("ada", 12), Self.place("bob", 12, holds: true)], leases: [Self.lease(12, "bob")]))))
    #expect(stage.state.list.cursor == TaskID(12))
    stage.clear()
    for keys in ["m", "D", "Enter y", "n", "e", "a"] {
      stage.keys(keys)
      #expect(stage.text.contains("T12 is bob's now, you can only look: L asks for it."), "\(keys)")
      #expect(stage.state.modals.isEmpty, "\(keys)")
    }
    #expect(stage.requests == [])
    // Marked with others, it is left out, and that is said.
    stage.keys("Esc Esc 1 Space j Space D")
    #expect(stage.text.contains("1 of the marked is left as it is:"))
    #expect(stage.text.contains("T12 is bob's now, you can only look"))
  }

  @Test func aTaskIsAskedForAndComes() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 160)
    stage.apply(.notice(.presence(Presence(operators: [Self.place("bob", 12, holds: true)], leases: [Self.lease(12, "bob")]))))
    stage.keys("L")
    #expect(stage.text.contains("T12 is bob's"))
    stage.clear()
    stage.keys("Enter")
    #expect(stage.requests == [.lease(TaskID(12), .ask)])
    stage.reply(.text("bob was asked for T12."))
    #expect(stage.text.contains("bob was asked for T12."))
    // Taking it without having asked: the command says so. Afterwards it asks first, and No is the default.
    stage.apply(
      .notice(.presence(Presence(operators: [Self.place("bob", 12, holds: true)], leases: [Self.lease(12, "bob", asked: ["ada"])]))))
    stage.clear()
    stage.keys("L Down Down Enter")
    #expect(stage.text.contains("Take T12 over from bob?"))
    stage.keys("Enter")
    #expect(stage.requests == [])
    stage.keys("L Down Down Enter y")
    #expect(stage.requests == [.lease(TaskID(12), .takeOver)])
    stage.reply(.refused(Refusal(.refused, "Taking T12 over: bob was asked just now and has 18 s left to answer; try again then.")))
    #expect(stage.text.contains("has 18 s left"))
    stage.keys("Esc")
    stage.apply(.notice(.presence(Presence(operators: [Self.place("bob", 12)], leases: [Self.lease(12, "ada")]))))
    #expect(stage.text.contains("T12 is yours now."))
    stage.clear()
    stage.keys("Enter y")
    #expect(stage.requests.count == 1)
  }

  @Test func whoIsAskedIsToldAndHandsOver() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 160)
    let asked = Presence(operators: [Self.place("bob", 12)], leases: [Self.lease(12, "ada", asked: ["bob"])])
    stage.apply(.terminal(.focus(false)))
    stage.clear()
    stage.apply(.notice(.presence(asked)))
    stage.apply(.notice(.presence(asked)))
    #expect(stage.effects.count { $0 == .notify("bob asks for T12: L hands it over.") } == 1)
    #expect(stage.text.contains("bob asks for T12"))
    stage.keys("L Down")
    #expect(stage.text.contains("T12 is yours"))
    stage.keys("Enter")
    #expect(stage.requests == [.lease(TaskID(12), .handOver)])
    stage.apply(.notice(.presence(Presence(operators: [Self.place("bob", 12)], leases: [Self.lease(12, "bob")]))))
    #expect(stage.text.contains("T12 is bob's now: you can look"))
  }

  // MARK: While you were away

  /// A desk after an absence of three hours.
  private static var after: [TaskRecord] {
    var tasks = TaskFixtures.desk
    for index in tasks.indices where [3, 15].contains(tasks[index].id.number) {
      tasks[index].created = TaskFixtures.moment(minutesAgo: 500)
    }
    var done = TaskFixtures.task(5, "Sort the imports", .done, minutes: 90)
    done.costUSD = 0.3
    var queued = TaskFixtures.task(6, "Old review", .review, minutes: 400)
    queued.costUSD = 5
    tasks += [done, queued]
    return tasks
  }

  private static let mark = SeenMark(
    time: TaskFixtures.moment(minutesAgo: 180), costUSD: 5.1, costs: ["T6": 5, "T15": 0.05, "T3": 0.05])

  private static func returned(_ width: Int, _ height: Int) -> Stage {
    var stage = Stage(width: width, height: height)
    stage.apply(
      .connected(
        Snapshot(
          tasks: after, queue: QueueStatus(paused: false, maxRunning: 4, maxLive: 12, live: 2), seq: 100, engines: ["claude"],
          sandbox: SandboxSummary(level: .isolated, network: .open), seen: mark)))
    return stage
  }

  @Test func whatHappenedIsListedAtAttachAndEachRowOpensItsTask() {
    var stage = Self.returned(120, 40)
    #expect(stage.text.contains("While you were away"))
    #expect(stage.text.contains("Since"))
    for heading in ["NEEDS YOU 2", "FAILED 1", "FINISHED 2", "STILL AT WORK 1"] { #expect(stage.text.contains(heading)) }
    #expect(!stage.text.contains("Old review"), "it was there before")
    // The first row is what waits longest.
    stage.keys("Enter")
    #expect(stage.state.modals.isEmpty)
    #expect(stage.state.list.cursor == TaskID(7))
    #expect(stage.state.requests.focused?.task == TaskID(7))
    // By the command again, and to what finished: its diff.
    stage.keys("Esc Esc W G k")
    stage.keys("Enter")
    #expect(stage.state.modals.isEmpty)
    #expect(stage.state.list.cursor == TaskID(5) || stage.state.list.cursor == TaskID(3))
    stage.keys("W Esc")
    #expect(stage.state.modals.isEmpty)
  }

  @Test func theRowsStayWhereTheyAreWhileThingsHappen() {
    var stage = Self.returned(120, 40)
    stage.keys("j")
    var answered = TaskFixtures.task(12, "Fix flaky login test", .running, minutes: 0)
    answered.costUSD = 0.9
    stage.apply(.notice(.task(answered)))
    #expect(stage.text.contains("NEEDS YOU 2"))
    #expect(stage.text.contains("running  3m"))
    stage.keys("Enter")
    #expect(stage.state.list.cursor == TaskID(12))
  }

  @Test func whoWasNeverHereOrMissedNothingIsNotDisturbed() {
    var first = Stage(tasks: TaskFixtures.desk)
    #expect(first.state.modals.isEmpty)
    first.keys("W")
    #expect(first.text.contains("This is the first visit"))
    var quiet = Stage(width: 120, height: 40)
    quiet.apply(
      .connected(
        Snapshot(
          tasks: TaskFixtures.desk, queue: QueueStatus(paused: false, maxRunning: 4, maxLive: 12, live: 2), seq: 100, engines: [],
          sandbox: SandboxSummary(level: .isolated, network: .open),
          seen: SeenMark(time: TaskFixtures.moment(minutesAgo: -1), tasks: TaskFixtures.desk))))
    #expect(quiet.state.modals.isEmpty)
    quiet.keys("W")
    #expect(quiet.text.contains("nothing happened"))
    quiet.keys("Enter")
    #expect(quiet.state.modals.isEmpty)
  }

  @Test func costsAreThoseOfTheAbsence() throws {
    let since = SinceLeft(Self.mark, tasks: Self.after)
    func cost(_ task: Int) -> Double? { since.rows.first { $0.task == TaskID(task) }?.costUSD }
    #expect(abs(try #require(cost(15)) - 0.13) < 1e-9)
    #expect(abs(try #require(cost(3)) - 0.37) < 1e-9)
    #expect(cost(5) == 0.3)
    #expect(abs(since.costUSD - 0.8) < 1e-9)
    // Absurd figures of others do no harm.
    var absurd = TaskFixtures.task(99, "x", .running)
    absurd.costUSD = .infinity
    #expect(SinceLeft(Self.mark, tasks: [absurd]).costUSD == 0)
  }

  // MARK: Notifications

  @Test func withoutFocusReportsAMinuteWithoutAKeyIsAway() {
    func notified(_ stage: Stage) -> Bool { stage.effects.contains { if case .notify = $0 { true } else { false } } }
    let asking = TaskFixtures.asking(12, "Login", TaskFixtures.permission)
    var stage = Stage(tasks: [TaskFixtures.task(12, "Login", .running)])
    stage.apply(.tick(now: Timestamp(milliseconds: Stage.start.milliseconds + 59_000)))
    stage.apply(.notice(.task(asking)))
    #expect(!notified(stage))
    stage.apply(.notice(.task(TaskFixtures.task(12, "Login", .running))))
    stage.apply(.tick(now: Timestamp(milliseconds: Stage.start.milliseconds + 60_000)))
    stage.apply(.notice(.task(asking)))
    #expect(notified(stage))
    // A terminal that tells of its focus is believed.
    var told = Stage(tasks: [TaskFixtures.task(12, "Login", .running)])
    told.apply(.terminal(.focus(true)))
    told.apply(.tick(now: Timestamp(milliseconds: Stage.start.milliseconds + 600_000)))
    told.apply(.notice(.task(asking)))
    #expect(!notified(told))
  }

  // MARK: Pictures

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func golden(width: Int, height: Int) {
    let size = "\(width)x\(height)"
    expectGolden(Self.returned(width, height).canvas, "since-\(size)")
    var stage = Stage(tasks: TaskFixtures.desk, width: width, height: height)
    stage.apply(.notice(.presence(Self.company)))
    expectGolden(stage.canvas, "people-\(size)")
    stage.keys("j j j 3")
    expectGolden(stage.canvas, "people-review-\(size)")
    stage.keys("L")
    expectGolden(stage.canvas, "people-lease-\(size)")
  }
}
