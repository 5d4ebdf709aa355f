import Interface
import Model
import Screen
import Testing
import Wire

/// The interface as lines of text.
@Suite struct PlainTests {
  private func state(_ tasks: [TaskRecord] = TaskFixtures.desk) -> PlainState {
    var state = PlainState(place: "ops-lab", now: Stage.start)
    _ = PlainUpdate.receive(.connected(Self.snapshot(tasks)), &state)
    return state
  }

  private static func snapshot(_ tasks: [TaskRecord]) -> Snapshot {
    Snapshot(
      tasks: tasks, queue: QueueStatus(paused: false, maxRunning: 4, maxLive: 12, live: 2), seq: 1, engines: ["claude"],
      sandbox: SandboxSummary(level: .isolated, network: .open))
  }

  /// What is printed; commands stand between brackets.
  private func type(_ line: String, _ state: inout PlainState) -> [String] {
    PlainUpdate.line(line, &state).map { effect in
      switch effect {
      case .print(let text): text
      case .run(let words): "<\(words.joined(separator: "|"))>"
      case .add(let text, let dryRun): "<add \(dryRun) \(text)>"
      case .quit: "<quit>"
      }
    }
  }

  @Test func theListIsNumberedAndReadOut() throws {
    var state = state()
    let lines = type("list", &state)
    #expect(lines.first == "need you")
    let number = try #require(state.listed.firstIndex(of: TaskID(15))) + 1
    #expect(lines.contains("\(number). T15 running, 4m: Cache avatar lookups"), "\(lines)")
    #expect(type("list engine:codex", &state).contains { $0.contains("T9") })
    #expect(type("list nothingofthat", &state) == ["No task has these words."])
    for line in lines { #expect(line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "no signs: \(line)") }
  }

  @Test func longListsComeInParts() {
    var state = state((1...50).map { TaskFixtures.task($0, "Ticket \($0)") })
    #expect(type("list", &state).last == "30 more: type more.")
    #expect(type("more", &state).contains { $0.hasPrefix("21. ") })
    #expect(type("more", &state).last?.hasPrefix("50. ") == true)
    #expect(type("more", &state) == ["That was all of the list."])
  }

  @Test func aRequestIsReadAndAnswered() {
    var state = state([
      TaskFixtures.asking(12, "Fix login", TaskFixtures.permission), TaskFixtures.asking(7, "Cache", TaskFixtures.question),
    ])
    #expect(type("", &state).count == 3, "Enter says what needs you")
    let lines = type("T12", &state)
    #expect(lines.contains("asks: Run `swift test --filter Login`?"))
    #expect(lines.contains("type: allow T12, always T12, deny T12 WHY"))
    #expect(type("allow T12", &state) == ["<answer|T12|allow|--request|r1>"])
    #expect(type("deny T12 not  now, --yes", &state) == ["<answer|T12|deny|--text=not  now, --yes|--request|r1>"])
    #expect(type("message 1 please look", &state) == ["<send|T12|--|please look>"])
    #expect(type("choose T7 2", &state) == ["T7 offers no choices; answer T7 WORDS answers it."], "two questions need words")
    #expect(type("answer T7", &state) == ["answer needs words after the task."])
    #expect(type("allow T99", &state) == ["allow needs the number or the id of a task; list numbers them."])
    let one = AgentRequest(id: "q", kind: .questions([AgentQuestion(text: "Which?", options: ["red", "blue"])]), title: "Which?")
    state = self.state([TaskFixtures.asking(7, "Cache", one)])
    #expect(type("choose T7 2", &state) == ["<answer|T7|--text=blue|--request|q>"])
    #expect(type("choose T7 3", &state) == ["choose needs a number from 1 to 2 after the task."])
  }

  @Test("F35: what ends or publishes asks, and only yes does it")
  func nothingEndsWithoutAYes() {
    for word in ["approve", "discard", "stop"] {
      for answer in ["", "no", "n", "yes please", "approve T3"] {
        var state = state([TaskFixtures.review(3, "Typo")])
        let asked = type("\(word) T3", &state)
        #expect(asked.last?.contains("T3?") == true && state.question != nil)
        #expect(
          !asked.contains { $0.hasPrefix("<approve|T3") && !$0.contains("--dry-run") || $0.hasPrefix("<discard") || $0.hasPrefix("<stop") })
        #expect(type(answer, &state) == ["Nothing was done."])
        #expect(state.question == nil)
      }
    }
    var state = state([TaskFixtures.review(3, "Typo"), TaskFixtures.review(4, "Other")])
    #expect(type("approve T3 with secrets", &state).last?.contains("with what looks like secrets?") == true)
    #expect(type("yes", &state) == ["<approve|T3|--tree|3f9ac01b77d2e1aa30519d3a9f2b6d1c0e4f5a6b|--with-secrets>"])
    #expect(type("approve T3 with", &state) == ["There is no task with; list numbers them. Nothing was done."])
    _ = type("approve T3", &state)
    #expect(type("yes", &state) == ["<approve|T3|--tree|3f9ac01b77d2e1aa30519d3a9f2b6d1c0e4f5a6b>"], "what was shown, and nothing else")
    _ = type("discard T3 T4", &state)
    #expect(type("y", &state) == ["<discard|--yes|T3|T4>"])
    #expect(type("discard T3 T99", &state) == ["There is no task T99; list numbers them. Nothing was done."])
    #expect(state.question == nil)
  }

  @Test func ticketsAreShownBeforeTheyAreQueued() {
    var state = state([])
    _ = type("add", &state)
    #expect(type("Fix login", &state) == [] && type("quit", &state) == [], "a line is a ticket, whatever it says")
    #expect(type(".", &state).first == "<add true Fix login\nquit\n>")
    #expect(type("yes", &state) == ["<add false Fix login\nquit\n>"])
    _ = type("add", &state)
    #expect(type(".", &state) == ["No ticket was written."])
  }

  @Test func whatHappensIsSaidOnceForEachTransition() {
    var state = state([TaskFixtures.task(12, "Fix login", .running)])
    var asking = TaskFixtures.asking(12, "Fix login", TaskFixtures.permission)
    #expect(PlainUpdate.receive(.notice(.task(asking)), &state).count == 1)
    asking.costUSD = 3
    #expect(PlainUpdate.receive(.notice(.task(asking)), &state) == [])
    guard case .print(let text)? = PlainUpdate.receive(.notice(.task(TaskFixtures.review(12, "Fix login"))), &state).first else {
      return #expect(Bool(false))
    }
    #expect(text.contains("approve T12"))
    #expect(PlainUpdate.receive(.disconnected("gone"), &state) == [.print("The service cannot be reached: gone")])
    // After a break only what changed is said.
    #expect(PlainUpdate.receive(.connected(Self.snapshot([TaskFixtures.review(12, "Fix login")])), &state) == [])
  }

  @Test func whatComesFromOutsideIsCleaned() {
    let evil = "a\u{1B}]0;x\u{7}\u{202E}b\nrm -rf"
    var task = TaskFixtures.asking(
      1, evil, AgentRequest(id: "r", kind: .permission(tool: "Bash", always: false), title: evil, detail: evil))
    task.summary = evil
    var state = state([task])
    for line in type("list", &state) + type("1", &state) + type("", &state) {
      #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" }, "\(line.debugDescription)")
    }
  }

  @Test func otherWordsAreCarrelsOwn() {
    var state = state()
    #expect(type("engines --json", &state) == ["<engines|--json>"])
    #expect(type("help approve", &state) == ["<help|approve>"])
    #expect(type("config  \"show\"", &state) == ["<config|show>"])
    #expect(type("pause", &state) == ["<queue|pause>"])
    #expect(type("quit", &state) == ["<quit>"])
    #expect(type("help", &state).count > 10)
  }
}
