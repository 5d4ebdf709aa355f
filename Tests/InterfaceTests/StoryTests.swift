import Interface
import Model
import Screen
import Testing
import Wire

/// Stories: what an operator does, what the service says, what leaves and what stands on the screen.
@Suite struct StoryTests {
  @Test func pasteReadQueueAnswer() throws {
    var stage = Stage(tasks: [], width: 100, height: 30)
    #expect(stage.text.contains("Paste a ticket list here"))
    stage.paste("Fix login\nRotate keys\n")
    guard case .read(let text, let request) = try #require(stage.requests.last) else { return #expect(Bool(false)) }
    #expect(text == "Fix login\nRotate keys\n")
    #expect(request.drafts.isEmpty && request.directory == "/home/ada/shop")
    #expect(stage.requests.count == 1, "nothing is queued yet")
    let drafts = [TicketDraft(line: 1, ticket: Ticket(title: "Fix login")), TicketDraft(line: 2, ticket: Ticket(title: "Rotate keys"))]
    stage.reply(.preview(drafts, remarks: []))
    #expect(stage.text.contains("2 of 2 will be queued"))
    stage.keys("Enter")
    guard case .enqueue(let queued) = try #require(stage.requests.last) else { return #expect(Bool(false)) }
    #expect(queued.drafts == drafts)
    var first = TaskFixtures.task(1, "Fix login", .queued, minutes: 0)
    stage.reply(.enqueued([first, TaskFixtures.task(2, "Rotate keys", .queued, minutes: 0)]))
    #expect(stage.text.contains("2 queued: T1 T2"))
    #expect(stage.state.modals.isEmpty)

    // The agent asks; y on the focused request answers it, once.
    first = TaskFixtures.asking(1, "Fix login", TaskFixtures.permission, minutes: 0)
    stage.apply(.notice(.task(first)))
    #expect(stage.text.contains("1 need you"))
    stage.keys("g Enter")
    #expect(stage.text.contains("y allow"))
    stage.clear()
    stage.keys("y y y")
    #expect(stage.requests == [.answer(TaskID(1), request: "r1", answer: .allow, author: "ada")])
    #expect(stage.text.contains("the answer is on its way"))
    first = TaskFixtures.task(1, "Fix login", .running, minutes: 0)
    stage.apply(.notice(.task(first)))
    #expect(stage.state.requests.focused == nil)
    #expect(stage.state.requests.sent.isEmpty)
  }

  @Test func questionsAreAnsweredOneByOne() {
    var stage = Stage(tasks: [TaskFixtures.asking(7, "Keys", TaskFixtures.question)])
    stage.keys("Enter 9")
    #expect(stage.text.contains("There is no choice 9."))
    stage.keys("2 Enter")
    #expect(stage.text.contains("Choose first"))
    stage.keys("2 1 1 1 Enter")
    #expect(
      stage.requests == [
        .answer(TaskID(7), request: "q1", answer: .answers(["Which cache?": "disk", "Which platforms?": "linux, macos"]), author: "ada")
      ])
  }

  @Test func answersInWordsAndDenials() {
    var stage = Stage(tasks: [TaskFixtures.asking(7, "Keys", TaskFixtures.question)])
    stage.keys("Enter e")
    stage.type("a redis")
    stage.keys("Enter 1 Enter")
    #expect(
      stage.requests == [
        .answer(TaskID(7), request: "q1", answer: .answers(["Which cache?": "a redis", "Which platforms?": "linux"]), author: "ada")
      ])
    var other = Stage(tasks: [TaskFixtures.asking(12, "Login", TaskFixtures.permission)])
    other.keys("Enter e")
    other.type("use make test")
    other.keys("Enter")
    #expect(other.requests == [.answer(TaskID(12), request: "r1", answer: .deny("use make test"), author: "ada")])
  }

  @Test func alwaysAsksForTheScope() {
    var stage = Stage(tasks: [TaskFixtures.asking(12, "Login", TaskFixtures.permission)])
    stage.keys("Enter a")
    #expect(stage.requests.isEmpty)
    stage.keys("Down Enter")
    #expect(stage.requests == [.answer(TaskID(12), request: "r1", answer: .always, author: "ada")])
    var once = Stage(tasks: [
      TaskFixtures.asking(12, "Login", AgentRequest(id: "r1", kind: .permission(tool: "Bash", always: false), title: "Run?"))
    ])
    once.keys("Enter a")
    #expect(once.text.contains("This engine cannot remember a yes."))
  }

  @Test func anotherOperatorWasFaster() {
    var stage = Stage(tasks: [TaskFixtures.asking(12, "Login", TaskFixtures.permission)])
    stage.keys("Enter y")
    stage.reply(.refused(Refusal(.refused, "Answering T12: bob answered first.")))
    #expect(stage.text.contains("bob answered first"))
    #expect(stage.state.requests.sent.isEmpty)
    // The words of a question that is gone by now are kept.
    var late = Stage(tasks: [TaskFixtures.asking(7, "Keys", TaskFixtures.question)])
    late.keys("Enter e")
    late.type("disk")
    late.apply(.notice(.task(TaskFixtures.task(7, "Keys", .running))))
    late.keys("Enter")
    #expect(late.requests.isEmpty)
    #expect(late.state.drafts.values.contains("disk"))
  }

  @Test func messagesDraftsAndHistory() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("m")
    stage.type("Hello")
    stage.keys("Esc")
    #expect(stage.text.contains("kept as a draft"))
    stage.keys("j m")
    #expect(!stage.text.contains("Hello"))
    stage.keys("Esc k m")
    #expect(stage.text.contains("Hello"))
    stage.keys("Ctrl-J")
    stage.type("you")
    stage.keys("Enter")
    #expect(stage.requests == [.send(TaskID(12), text: "Hello\nyou", author: "ada")])
    stage.keys("m Up")
    #expect(stage.state.typed?.text == "Hello\nyou")
    stage.keys("Up Up Down Down")
    #expect(stage.state.typed?.text == "")
    stage.type("again")
    stage.keys("Enter")
    stage.reply(.refused(Refusal(.failed, "Sending to T12: its agent is gone.")))
    #expect(stage.text.contains("The message is kept as a draft."))
    stage.keys("Esc m")
    #expect(stage.state.typed?.text == "again")
  }

  @Test func theEditorWritesTheMessage() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("m")
    stage.type("draft")
    stage.keys("Ctrl-E")
    #expect(stage.effects.contains(.openEditor("draft")))
    stage.apply(.edited("from the editor\nline two\n"))
    #expect(stage.state.typed?.text == "from the editor\nline two")
    stage.apply(.edited(nil))
    stage.keys("Enter")
    #expect(stage.requests == [.send(TaskID(12), text: "from the editor\nline two", author: "ada")])
  }

  @Test func approveShowsEverythingFirst() throws {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("j j j A")
    guard case .approve(let id, let rehearsal) = try #require(stage.requests.last) else { return #expect(Bool(false)) }
    #expect(id == TaskID(3) && rehearsal.dryRun)
    stage.reply(.text("would push carrel/T3-fix to https://git.lab/ops/shop.git"))
    #expect(stage.text.contains("would push"))
    // Another turn changes the tree meanwhile: what was shown is what is published.
    var changed = TaskFixtures.review(3, "Typo in help")
    changed.diff = DiffSummary(files: 9, insertions: 9, deletions: 9, tree: "ffff")
    stage.apply(.notice(.task(changed)))
    stage.clear()
    stage.keys("Tab Tab Space Tab")
    stage.keys("Ctrl-U")
    stage.type("topic")
    // Message, title, draft, issue, No, Yes.
    stage.keys("Tab Tab Tab Tab Tab Tab Enter")
    guard case .approve(_, let options) = try #require(stage.requests.last) else { return #expect(Bool(false)) }
    #expect(options.kind == .pr)
    #expect(options.branch == "topic")
    #expect(options.message == nil)
    #expect(options.tree == TaskFixtures.review(3, "").diff?.tree)
    #expect(options.unseen)
  }

  @Test func theMessageCanBeEdited() throws {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("j j j A Tab Tab Tab Tab Ctrl-U")
    stage.keys("S-Tab y")
    #expect(stage.state.modals.count == 1, "y is a letter in a field")
    stage.keys("Esc j k A")
    stage.keys("Tab Tab Tab Tab")
    stage.type("Reviewed-by: ada")
    stage.keys("Ctrl-E")
    guard case .openEditor(let text)? = stage.effects.last(where: { if case .openEditor = $0 { true } else { false } }) else {
      return #expect(Bool(false))
    }
    #expect(text.hasSuffix("Reviewed-by: ada"))
    stage.apply(.edited("Better words\n"))
    stage.clear()
    stage.keys("Tab Tab Enter")
    guard case .approve(_, let options) = try #require(stage.requests.last) else { return #expect(Bool(false)) }
    #expect(options.message == "Better words")
  }

  @Test func pauseAndUndo() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("P")
    #expect(stage.requests == [.queue(paused: true)])
    stage.apply(.notice(.queue(QueueStatus(paused: true, maxRunning: 4, maxLive: 12, live: 0))))
    #expect(stage.text.contains("PAUSED"))
    stage.clear()
    stage.keys("u")
    #expect(stage.requests == [.queue(paused: false)])
  }

  @Test func freezeAndThaw() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("F")
    #expect(stage.requests == [.freeze(true)])
    stage.apply(
      .notice(
        .queue(QueueStatus(paused: false, maxRunning: 4, maxLive: 12, live: 2, frozen: true, frozenBecause: "the disk\u{1B}[31m is full"))))
    #expect(stage.text.contains("FROZEN: the disk") && !stage.text.contains("\u{1B}"))
    stage.clear()
    stage.keys("F")
    #expect(stage.requests == [.freeze(false)])
    stage.apply(.notice(.queue(QueueStatus(paused: false, maxRunning: 4, maxLive: 12, live: 2))))
    stage.clear()
    stage.keys("u")
    #expect(stage.requests == [.freeze(true)])
  }

  @Test func sinceYouLeft() {
    var stage = Stage(width: 160, height: 40, seen: SeenMark(time: TaskFixtures.moment(minutesAgo: 30), costUSD: 0.10))
    stage.connect(TaskFixtures.desk)
    #expect(stage.text.contains("2 ask, $0.50 since you left"))
    stage.keys("Esc")
    #expect(!stage.text.contains("since you left"))
  }

  @Test("F27: people are told once for each transition, and only when away")
  func peopleAreToldOnceAndOnlyWhenAway() {
    var stage = Stage(tasks: [TaskFixtures.task(12, "Login", .running)])
    let asking = TaskFixtures.asking(12, "Login", TaskFixtures.permission)
    stage.apply(.notice(.task(asking)))
    #expect(!stage.effects.contains { if case .notify = $0 { true } else { false } })
    #expect(stage.effects.contains(.setTitle("carrel · 1 need you")))
    stage.apply(.notice(.task(TaskFixtures.task(12, "Login", .running))))
    stage.apply(.terminal(.focus(false)))
    stage.clear()
    stage.apply(.notice(.task(asking)))
    stage.apply(.notice(.task(asking)))
    #expect(stage.effects.count { $0 == .notify("T12 permission: Run `swift test --filter Login`?") } == 1)
  }

  @Test func theServiceGoesAndComesBack() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("m")
    stage.type("wait")
    stage.apply(.disconnected("the socket was closed"))
    #expect(stage.text.contains("no service: the socket was closed"))
    stage.clear()
    stage.keys("Enter")
    #expect(stage.requests.isEmpty)
    #expect(stage.state.typed?.text == "wait")
    stage.connect(TaskFixtures.desk)
    stage.keys("Enter")
    #expect(stage.requests == [.send(TaskID(12), text: "wait", author: "ada")])
    stage.apply(.disconnected("again"))
    #expect(stage.state.drafts[.message([TaskID(12)])] == "wait", "it is not known whether it arrived")
    #expect(stage.text.contains("look whether your last action was done"))
  }

  @Test func detaching() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("2 q")
    #expect(stage.state.focus == .list)
    stage.keys("q")
    #expect(stage.text.contains("4 tasks go on without you."))
    stage.keys("n")
    #expect(!stage.effects.contains(.quit))
    stage.keys("q y")
    #expect(stage.effects.contains(.quit))
    var fast = Stage(tasks: TaskFixtures.desk)
    fast.keys("Q")
    #expect(fast.effects.contains(.quit))
  }

  @Test func themesArePreviewedLive() {
    var stage = Stage(tasks: [])
    stage.keys(":")
    stage.type("themes")
    stage.keys("Enter j")
    #expect(stage.effects.last == .setTheme("dusk"))
    stage.keys("Esc")
    #expect(stage.effects.last == .setTheme("terminal"))
  }

  @Test func retryOffersTheWays() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("j j r")
    #expect(stage.text.contains("Retry T9"))
    stage.type("fresh")
    stage.keys("Enter")
    #expect(stage.requests == [.retry(TaskID(9), RetryChange(fresh: true))])
  }

  @Test func helpRunsWhatIsChosen() {
    var stage = Stage(tasks: TaskFixtures.desk)
    stage.keys("?")
    stage.type("sort and")
    stage.keys("Enter")
    #expect(stage.text.contains("Group by"))
  }
}
