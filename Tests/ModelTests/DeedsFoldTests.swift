import Model
import Testing

/// Runs, what changed after them, and what they say to claims.
@Suite struct DeedsFoldTests {
  private func verdict(_ deeds: Deeds, _ claim: String = "All tests pass.") -> Claim.Verdict? {
    deeds.evidence(claim).claims.first?.verdict
  }

  @Test func seen() throws {
    var deeds = Deeds()
    deeds.prompt()
    deeds.edit("a.swift")
    deeds.run("swift test", 0)
    deeds.run("git status", 0)
    deeds.end(tree: "t1")
    let evidence = deeds.evidence("All tests pass.", tree: "t1")
    let claim = try #require(evidence.claims.first)
    #expect(claim.verdict == .seen && claim.deed?.command == "swift test" && claim.deed?.outcome == .passed)
    #expect(evidence.mark?.words == "tests: green" && evidence.mark?.isGood == true)
    #expect(EvidenceText.evidenceLines(evidence) == ["- `swift test` succeeded, run by the agent; nothing changed after it"])
  }

  @Test func staleByEdits() throws {
    var deeds = Deeds()
    deeds.prompt()
    deeds.run("swift test", 0)
    deeds.edit("a.swift")
    deeds.edit("b.swift")
    deeds.edit("a.swift")
    let evidence = deeds.evidence("All tests pass.")
    #expect(evidence.claims.first?.verdict == .stale && evidence.claims.first?.since == "2 files changed")
    #expect(evidence.mark?.word == "tests: green, then 2 files changed")
    #expect(EvidenceText.evidenceLines(evidence).first?.hasSuffix("after it 2 files changed") == true)
    deeds.run("swift test", 0)
    #expect(verdict(deeds) == .seen, "run again")
  }

  @Test func staleByCommandsAndTrees() {
    var deeds = Deeds()
    deeds.prompt()
    deeds.run("swift test && sed -i s/a/b/ x.swift", 0)
    #expect(verdict(deeds) == .stale)
    var other = Deeds()
    other.prompt()
    other.run("make test", 0)
    other.end(tree: "t1")
    #expect(verdict(other) == .seen)
    #expect(other.evidence("All tests pass.", tree: "t2").claims.first?.verdict == .stale, "somebody else changed the files")
    other.prompt()
    other.end(tree: "t2")
    #expect(verdict(other) == .stale, "a later turn left another tree")
    var same = Deeds()
    same.prompt()
    same.run("make test", 0)
    same.end(tree: "t1")
    same.prompt()
    same.end(tree: "t1")
    #expect(verdict(same) == .seen)
  }

  @Test func contradictedAndNotSeen() {
    var deeds = Deeds()
    deeds.prompt()
    #expect(verdict(deeds) == .notSeen)
    deeds.run("cargo test", 0)
    deeds.run("cargo test", 101)
    #expect(verdict(deeds) == .contradicted)
    #expect(deeds.evidence("").mark?.word == "tests: failed (exit 101)")
    #expect(verdict(deeds, "Lint is clean.") == .notSeen)
    #expect(verdict(deeds, "All checks pass.") == .contradicted)
    #expect(EvidenceText.evidenceLines(deeds.evidence("All tests pass.")) == ["- `cargo test` FAILED with exit 101, run by the agent"])
  }

  @Test func whatIsNotKnownIsNeverGreen() {
    for (code, status, output, background) in [
      (nil, ToolStatus.ok, "", false), (nil, .failed, "This command requires approval", false),
      (0, .ok, "Command running in background with ID: b2", false),
      (0, .ok, "", true), (nil, .cancelled, "", false),
    ] as [(Int?, ToolStatus, String, Bool)] {
      var deeds = Deeds()
      deeds.prompt()
      deeds.run("npm test", code, status: status, output: output, background: background)
      #expect(verdict(deeds) == .hidden, "\(status) \(output)")
      #expect(deeds.evidence("").mark?.isGood == false)
      #expect(EvidenceText.evidenceLines(deeds.evidence("")).first?.contains("result not known") == true)
    }
    var denied = Deeds()
    denied.prompt()
    denied.run("npm test", nil, status: .denied)
    #expect(denied.fold.deeds.isEmpty && verdict(denied) == .notSeen, "what was refused was not run")
    var open = Deeds()
    open.prompt()
    open.other(
      .agent(.toolStarted(ToolCall(id: "x", kind: .execute, name: "shell", title: "make test", input: "{\"command\":\"make test\"}"))))
    #expect(open.evidence("").deeds.map(\.outcome) == [.running])
    open.other(.agent(.turnDone(.interrupted, text: nil)))
    #expect(open.evidence("").deeds.map(\.outcome) == [.hidden(.cut)])
  }

  @Test func aHiddenRunTakesNothingFromAGreenOne() {
    var deeds = Deeds()
    deeds.prompt()
    deeds.run("pytest", 0)
    deeds.run("pytest | tail", 0)
    #expect(verdict(deeds) == .seen)
    deeds.edit("a.py")
    deeds.run("pytest | tail", 0)
    #expect(verdict(deeds) == .hidden)
  }

  @Test func theCheckIsTheStrongest() {
    var deeds = Deeds()
    deeds.prompt()
    deeds.run("swift test", 1)
    deeds.end(tree: "t1")
    let passed = deeds.evidence("All tests pass.", tree: "t1", check: CheckResult(command: "./ci", exitCode: 0, seconds: 3))
    #expect(passed.claims.first?.verdict == .seen && passed.claims.first?.isByCheck == true)
    let later = deeds.evidence("All tests pass.", tree: "t2", check: CheckResult(command: "./ci", exitCode: 0, seconds: 3))
    #expect(later.claims.first?.verdict == .stale)
    let failed = deeds.evidence("All tests pass.", tree: "t1", check: CheckResult(command: "swift test", exitCode: 2, seconds: 3))
    #expect(failed.claims.first?.verdict == .contradicted)
    #expect(EvidenceText.evidenceLines(failed).first == "- `swift test` failed with exit 2 in 3 s, run by Carrel at the end of the work")
    let narrow = deeds.evidence("Lint is clean.", tree: "t1", check: CheckResult(command: "swift test", exitCode: 0, seconds: 3))
    #expect(narrow.claims.first?.verdict == .notSeen, "a check of the tests says nothing about lint")
    let unrun = deeds.evidence("All tests pass.", check: CheckResult(command: "make", exitCode: nil, seconds: 0, remark: "not run: gone"))
    #expect(unrun.claims.first?.verdict == .contradicted)
  }

  @Test func linesSayNothingOfTheAgents() {
    var deeds = Deeds()
    deeds.prompt()
    deeds.run("./test.sh '`rm -rf /`' \"@everyone\n## x\"", 0)
    let lines = EvidenceText.evidenceLines(deeds.evidence("All 9000 tests pass, and the linter is verified."))
    #expect(lines.count == 1 && !lines[0].contains("9000") && !lines[0].contains("\n"))
    #expect(lines[0].hasPrefix("- ``") && lines[0].contains("`` succeeded"), "it stays inside of its code span")
    #expect(EvidenceText.evidenceLines(Deeds().evidence("All tests pass.")) == ["- tests: no run was seen"])
  }

  @Test func aPartIsSaid() {
    #expect(Deeds.of("swift test --filter A", code: 0).first?.isPart == true)
    #expect(Deeds.of("python -m pytest", code: 0).first?.isPart == false)
    #expect(Deeds.of("pytest tests/test_a.py::test_b", code: 0).first?.isPart == true)
    #expect(Deeds.of("go test ./...", code: 0).first?.isPart == false)
  }

  @Test func theListSaysTheCheckFirst() {
    var task = TaskRecord(
      id: TaskID(1), ticket: Ticket(title: "x"), repository: RepositoryLocation(source: "/r", publishTo: "/r"), engine: "claude",
      created: Timestamp(milliseconds: 0))
    #expect(task.evidenceWord == "" && task.shortEvidenceWord == "")
    task.evidence = EvidenceMark(points: [EvidenceMark.Point(kind: .test, state: .hidden(.pipe))])
    #expect(task.evidenceWord == "tests: status hidden by a pipe" && task.shortEvidenceWord == "tests ?")
    task.check = CheckResult(command: "make check", exitCode: 0, seconds: 1)
    #expect(task.evidenceWord == "check: green" && task.shortEvidenceWord == "check ok")
    task.evidence = EvidenceMark(points: [EvidenceMark.Point(kind: .build, state: .failed(2))])
    #expect(task.evidenceWord == "check: green · build: failed (exit 2)")
    task.check = CheckResult(command: "make check", exitCode: 1, seconds: 1)
    #expect(task.evidenceWord == "check: failed (exit 1)" && task.shortEvidenceWord == "check bad")
  }

  @Test func aPartIsNotTheWhole() {
    var deeds = Deeds()
    deeds.prompt()
    deeds.run("swift test", 1)
    deeds.run("swift test --filter Login", 0)
    #expect(verdict(deeds) == .partly)
    #expect(deeds.evidence("").mark?.word == "tests: green, a part of them" && deeds.evidence("").mark?.isGood == false)
    #expect(EvidenceText.evidenceLines(deeds.evidence("")).first?.contains("(a part of the tests)") == true)
    deeds.run("swift test", 0)
    deeds.run("swift test --filter Login", 0)
    #expect(verdict(deeds) == .seen, "all of it succeeded, and nothing changed since")
    deeds.edit("a.swift")
    deeds.run("swift test --filter Login", 0)
    #expect(verdict(deeds) == .partly)
  }

  @Test func aBuildIsPartOfCompiledTests() {
    var deeds = Deeds()
    deeds.prompt()
    deeds.run("cargo test", 0)
    #expect(verdict(deeds, "The build succeeds.") == .seen)
    var script = Deeds()
    script.prompt()
    script.run("pytest", 0)
    #expect(verdict(script, "The build succeeds.") == .notSeen)
  }

  @Test func boundedAndIncremental() {
    var deeds = Deeds()
    deeds.prompt()
    for number in 0..<1000 {
      deeds.run("make test", number % 2)
      deeds.edit("f\(number).swift")
    }
    #expect(deeds.fold.deeds.count <= DeedsFold.most && deeds.fold.left + deeds.fold.deeds.count == 1000)
    for number in 0..<1000 { deeds.edit("g\(number).swift") }
    let last = deeds.fold.runs[.test]
    #expect(last?.since.files.count == LaterChange.most && last?.since.isMore == true)
    let copy = deeds.fold
    var again = deeds.fold
    again.apply(TranscriptEntry(seq: 5, task: TaskID(1), time: Timestamp(milliseconds: 0), event: .agent(.turnStarted)))
    #expect(again == copy, "a row that it had is passed over")
  }

  @Test func aNewAttemptBeginsInAnotherPlace() {
    var deeds = Deeds()
    deeds.prompt()
    deeds.run("swift test", 0)
    deeds.other(.attempt(number: 2, engine: "claude", model: nil))
    #expect(verdict(deeds) == .stale)
  }

  @Test func arraysOfWordsAreCommands() {
    var deeds = Deeds()
    deeds.prompt()
    deeds.other(
      .agent(
        .toolStarted(
          ToolCall(id: "x", kind: .execute, name: "shell", title: "", input: "{\"command\":[\"bash\",\"-lc\",\"cd a && npm test\"]}"))))
    deeds.other(.agent(.toolFinished(id: "x", status: .ok, output: "", exitCode: 0)))
    #expect(deeds.fold.deeds.map(\.command) == ["npm test"])
  }

}
