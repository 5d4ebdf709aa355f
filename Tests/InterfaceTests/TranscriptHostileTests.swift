import Interface
import Model
import Screen
import Testing

@Suite struct TranscriptHostileTests {
  static let hostile = "a\u{1B}[31mred\u{1B}]0;title\u{07}\u{202E}gnp.exe\u{9B}2J\u{0}\u{8}\rover\tτ\u{200B}x\nsecond\u{7F}"

  static func events(_ text: String) -> [TranscriptEvent] {
    [
      .prompt(text: text, origin: text), .agent(.textDone(messageID: text, text: text)), .agent(.thinkingDone(messageID: text, text: text)),
      .agent(.toolStarted(ToolCall(id: text, kind: .edit, name: text, title: text, input: text))),
      .agent(.toolFinished(id: text, status: .failed, output: text, exitCode: .min)),
      .agent(
        .toolStarted(ToolCall(id: "j", kind: .edit, name: text, title: text, input: "{\"\(text)\":\"\(text)\",\"new_string\":\"\(text)"))),
      .agent(.asked(AgentRequest(id: "1", kind: .permission(tool: text, always: true), title: text, detail: text))),
      .agent(.asked(AgentRequest(id: "2", kind: .questions([AgentQuestion(text: text, options: [text, text])]), title: text))),
      .agent(.asked(AgentRequest(id: "3", kind: .plan(text), title: text))), .answered(request: "1", answer: .deny(text), by: text),
      .answered(request: text, answer: .answers([text: text]), by: text), .phase(.failed, reason: text),
      .attempt(number: .max, engine: text, model: text), .agent(.plan([PlanEntry(text: text, status: .active)])),
      .agent(.usage(tokens: TokenCount(input: .max, output: .max), costUSD: .nan)),
      .agent(.turnDone(.failed(TaskFailure(.unknown, text)), text: text)),
      .published(Publication(kind: .pr, ref: text, url: text, commit: text)), .note(.error, text), .agent(.standardError(text)),
      .agent(.raw(text)),
      .agent(.retrying(attempt: .max, of: .min, delaySeconds: .infinity, cause: .server)), .agent(.rateLimited(until: nil, text: text)),
      .delta(messageID: "x", stream: .tool, offset: .max / 2, text: text), .agent(.modelChanged(text)),
    ]
  }

  @Test("F32: nothing of a hostile transcript reaches the canvas raw")
  func nothingReachesTheCanvasRaw() {
    var sample = TranscriptSample()
    for event in Self.events(Self.hostile) { sample.add(event) }
    var state = sample.state()
    let size = Size(width: 50, height: 200)
    state.update(.top, size: size)
    for _ in 0..<20 {
      state.update(.toggleFold, size: size)
      state.update(.nextTool, size: size)
    }
    for action: TranscriptAction in [.bottom, .top] {
      state.update(action, size: size)
      let canvas = state.canvas(50, 200)
      for cell in canvas.cells {
        #expect(cell.scalar == 0 || (cell.scalar >= 0x20 && cell.scalar != 0x7F && !(0x80..<0xA0).contains(cell.scalar)))
        #expect(cell.scalar != 0x202E && cell.scalar != 0x200B)
      }
      let text = CanvasText(canvas).rows.joined(separator: "\n")
      #expect(!text.contains("[31m"))
      #expect(!text.contains("title\u{07}"))
    }
  }

  @Test func hostileMarkdownStaysLinear() {
    for piece in [
      "*a ", "[", "`a``b", "> ", "| a ", "- ", "**_", "![](", "<http", "\\", "    ", "```\n", "1. ", "#", "\u{301}", "https://",
    ] {
      var sample = TranscriptSample()
      sample.agent(.textDone(messageID: "m", text: String(repeating: piece, count: 6000)))
      let state = sample.state()
      #expect(state.rows(80, 24).count == 22)
    }
  }
}
