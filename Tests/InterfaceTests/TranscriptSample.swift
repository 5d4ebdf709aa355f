import Interface
import Model
import Screen

/// Entries for tests.
struct TranscriptSample {
  let task = TaskID(12)
  var entries: [TranscriptEntry] = []

  mutating func add(_ event: TranscriptEvent, after seconds: Int64 = 1) {
    let seq = (entries.last?.seq ?? 0) + 1
    let time = (entries.last?.time.milliseconds ?? 1_700_000_000_000) + seconds * 1000
    entries.append(TranscriptEntry(seq: seq, task: task, time: Timestamp(milliseconds: time), event: event))
  }

  mutating func agent(_ event: AgentEvent, after seconds: Int64 = 1) { add(.agent(event), after: seconds) }

  /// A session like those of the design: brief, thinking, tools, text, a question.
  static func session() -> TranscriptSample {
    var sample = TranscriptSample()
    sample.add(.attempt(number: 1, engine: "claude", model: "sonnet"))
    sample.add(.phase(.running, reason: ""))
    sample.add(.prompt(text: "Fix the flaky login test.\n\nWork only in this directory.", origin: "brief"))
    sample.agent(.sessionStarted(id: "s1", model: "sonnet", tools: ["Read", "Edit"]))
    sample.agent(.turnStarted)
    sample.agent(.thinkingDone(messageID: "m1", text: "The test waits for a token.\nIt is fetched once."))
    sample.agent(
      .toolStarted(ToolCall(id: "t1", kind: .read, name: "Read", title: "src/login.swift", input: #"{"file_path":"src/login.swift"}"#)))
    sample.agent(.toolFinished(id: "t1", status: .ok, output: (1...84).map { "line \($0)\n" }.joined(), exitCode: nil))
    sample.agent(
      .textDone(
        messageID: "m2",
        text: """
          ## Cause

          The token is fetched **once** and never renewed; I will retry it inside the `Session`:

          1. renew the token
          2. retry *once*

          ```swift
          guard token.isFresh else { return try await renew() } // again
          ```

          | file | change |
          |:-----|-------:|
          | src/login.swift | 12 |
          | tests | 29 |
          """))
    sample.agent(
      .toolStarted(
        ToolCall(
          id: "t2", kind: .edit, name: "Edit", title: "src/login.swift",
          input:
            #"{"file_path":"src/login.swift","old_string":"let token = cached\n","new_string":"guard token.isFresh else {\n  renew()\n}\n"}"#
        )))
    sample.agent(.toolFinished(id: "t2", status: .ok, output: "ok", exitCode: nil))
    sample.agent(.toolStarted(ToolCall(id: "t3", kind: .execute, name: "Bash", title: "swift test", input: #"{"command":"swift test"}"#)))
    sample.agent(.toolFinished(id: "t3", status: .failed, output: "error: 1 test failed\n", exitCode: 1), after: 8)
    sample.agent(.retrying(attempt: 1, of: 3, delaySeconds: 4, cause: .overloaded))
    sample.agent(
      .plan([PlanEntry(text: "renew", status: .done), PlanEntry(text: "retry", status: .active), PlanEntry(text: "test", status: .pending)])
    )
    return sample
  }

  static func request(_ id: String = "r1") -> AgentRequest {
    AgentRequest(
      id: id, kind: .permission(tool: "Bash", always: true), title: "Run `swift test --filter Login`?", detail: "swift test --filter Login")
  }

  func state() -> TranscriptState {
    var state = TranscriptState(task: task)
    state.apply(entries)
    return state
  }

  var now: Timestamp { Timestamp(milliseconds: (entries.last?.time.milliseconds ?? 0) + 200_000) }
}

extension TranscriptState {
  /// Settles and draws the pane alone on a canvas.
  mutating func canvas(_ width: Int, _ height: Int, now: Timestamp = Timestamp(milliseconds: 0), focused: Bool = true) -> Canvas {
    settle(size: Size(width: width, height: height))
    var canvas = Canvas(size: Size(width: width, height: height))
    draw(into: &canvas, rect: canvas.bounds, focused: focused, title: "T12 Fix flaky login test", now: now)
    return canvas
  }

  /// The rows inside the border.
  func rows(_ width: Int, _ height: Int) -> [String] {
    var state = self
    return CanvasText(state.canvas(width, height)).rows.dropFirst().dropLast().map { row in
      var row = row.unicodeScalars.dropFirst().dropLast()
      while row.last == " " { row = row.dropLast() }
      return String(row)
    }
  }
}
