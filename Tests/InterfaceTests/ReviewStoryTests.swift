import Interface
import Model
import Screen
import Testing
import Wire

/// Reading a diff and talking to the agent about it.
@Suite struct ReviewStoryTests {
  static let patch = """
    diff --git a/src/login.swift b/src/login.swift
    index 1111111..2222222 100644
    --- a/src/login.swift
    +++ b/src/login.swift
    @@ -1,3 +1,4 @@
     func login() {
    -  let token = fetch()
    +  var token = fetch()
    +  if token.isOld { token = fetch() }
     }

    """

  /// A task in review whose diff has come.
  static func stage(width: Int = 200, height: Int = 50) -> Stage {
    let task = TaskFixtures.review(3, "Typo in help")
    var stage = Stage(tasks: [task], width: width, height: height)
    stage.replyToPanes { request in
      guard case .diff = request, let summary = task.diff else { return nil }
      let file = DiffFile(path: "src/login.swift", status: .modified, insertions: 2, deletions: 1, blob: "2222222")
      let other = DiffFile(path: ".gitmodules\u{1B}[2J", status: .added, insertions: 1, deletions: 0, blob: "3", marks: [.sensitive])
      return .diff(DiffListing(base: "abc", summary: summary, files: [other, file].sorted { $0.path > $1.path }))
    }
    stage.replyToPanes { request in
      if case .diffText(_, _, ["src/login.swift"], _, _) = request { return .diffText(patch) }
      return nil
    }
    return stage
  }

  @Test func theDiffIsAskedForAndShown() {
    let stage = Self.stage()
    #expect(stage.effects.count { if case .request(_, .diffText) = $0 { true } else { false } } == 1)
    #expect(stage.text.contains("if token.isOld"))
    expectGolden(stage.canvas, "review-200x50")
  }

  @Test func whatIsNotOnTheScreenIsNotAskedFor() {
    let stage = Self.stage(width: 80, height: 24)
    #expect(!stage.effects.contains { if case .request(_, .diffText) = $0 { true } else { false } })
  }

  @Test func commentsGoAsOneMessage() throws {
    var stage = Self.stage()
    stage.keys("Enter")
    #expect(stage.state.focus == .diff)
    stage.keys("Enter j j c")
    stage.type("why var?")
    stage.keys("Enter")
    #expect(stage.requests.isEmpty)
    #expect(stage.text.contains("why var?"))
    stage.keys("C")
    #expect(stage.text.contains("All comments to T3"))
    #expect(stage.requests.isEmpty)
    stage.keys("Enter")
    guard case .send(let id, let text, _)? = stage.requests.last else { return #expect(Bool(false)) }
    #expect(id == TaskID(3))
    #expect(text.contains("src/login.swift:") && text.contains("why var?"))
    stage.keys("C")
    #expect(stage.text.contains("There is no comment yet"))
  }

  @Test func aRefusedTextIsSaid() {
    var stage = Stage(tasks: [TaskFixtures.review(3, "Typo in help")], width: 200, height: 50)
    stage.replyToPanes { request in
      guard case .diff = request, let summary = TaskFixtures.review(3, "").diff else { return nil }
      return .diff(
        DiffListing(
          base: "abc", summary: summary, files: [DiffFile(path: "a.swift", status: .modified, insertions: 2, deletions: 1, blob: "2")]))
    }
    stage.replyToPanes { request in
      if case .diffText = request { return .refused(Refusal(.failed, "Reading the diff: the workspace is gone.")) }
      return nil
    }
    stage.clear()
    stage.keys("3 j k")
    #expect(!stage.effects.contains { if case .request(_, .diffText) = $0 { true } else { false } })
    HostileTests.expectClean(stage.canvas, "after a refusal")
  }

  @Test func fromTheCallToTheDiffAndBack() {
    var stage = Self.stage()
    stage.replyToPanes { request in
      guard case .transcript(let id, _, _, _) = request else { return nil }
      let call = ToolCall(id: "c1", kind: .edit, name: "Edit", title: "src/login.swift", input: "{\"path\":\"src/login.swift\"}")
      let events: [TranscriptEvent] = [.prompt(text: "go", origin: "brief"), .agent(.toolStarted(call))]
      let entries = events.enumerated().map { TranscriptEntry(seq: Int64($0 + 1), task: id, time: Stage.start, event: $1) }
      return .transcript(entries, more: false)
    }
    stage.keys("2 g b")
    #expect(stage.state.focus == .transcript)
    #expect(stage.text.contains("There is no tool call under the cursor."))
    stage.keys("} b")
    #expect(stage.state.focus == .diff)
    #expect(stage.state.panes[TaskID(3)]?.diff.selectedFile?.path == "src/login.swift")
    stage.keys("b")
    #expect(stage.state.focus == .transcript)
    #expect(stage.state.panes[TaskID(3)]?.transcript.selectedTool?.id == "c1")
  }

  @Test func filesStandInTheApproval() {
    var stage = Self.stage()
    stage.keys("A")
    #expect(stage.text.contains("M src/login.swift"))
    #expect(stage.text.contains("(sensitive)"))
    HostileTests.expectClean(stage.canvas, "in the approval")
  }

  @Test func searchInThePanes() {
    var stage = Stage(tasks: TaskFixtures.desk, width: 200, height: 50)
    stage.replyToPanes { request in
      if case .transcript(let id, _, _, _) = request { return .transcript(EntryFixtures.login(id), more: false) }
      return nil
    }
    stage.keys("2 /")
    stage.type("renewed")
    #expect(stage.state.panes[TaskID(12)]?.transcript.searchText == "renewed")
    stage.keys("Enter n N")
    #expect(stage.state.typed == nil)
    stage.keys("/ Esc")
    #expect(stage.state.panes[TaskID(12)]?.transcript.searchText == "")
  }
}
