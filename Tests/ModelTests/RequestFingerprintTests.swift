import Model
import Testing

/// What two requests must have in common to be the same.
@Suite struct RequestFingerprintTests {
  private func asked(
    _ input: String?, tool: String = "Bash", engine: String = "claude", workspace: String? = "/tasks/1/ws", id: String = "r1",
    title: String = "Run it?"
  ) -> RequestFingerprint? {
    RequestFingerprint(
      AgentRequest(id: id, kind: .permission(tool: tool, always: true), title: title, input: input), engine: engine, workspace: workspace)
  }

  @Test func theSameCommandIsTheSameWhoeverAsks() throws {
    let first = try #require(asked(#"{"command":"npm test"}"#))
    #expect(first == asked(#"{"command":"npm test"}"#, workspace: "/tasks/2/ws", id: "other", title: "Something else?"))
    #expect(first.hashValue == asked(#"{"command":"npm test"}"#, workspace: nil)?.hashValue)
  }

  @Test(
    "a rule never widens: nothing but the same command is the same",
    arguments: [
      "npm test; rm -rf /", "npm test ", " npm test", "npm  test", "npm test\\n", "npm test --foo", "NPM test", "npm tes",
      "npm test && true",
      "npm test # x", "npm\u{00A0}test", "npm te\u{200B}st", "npm t\u{0435}st",
    ])
  func aCommandIsTakenExactly(other: String) throws {
    let first = try #require(asked(#"{"command":"npm test"}"#))
    #expect(first != asked(#"{"command":"\#(other)"}"#))
    #expect(asked(#"{"command":"npm test","sandbox":false}"#) != first)
  }

  @Test("two spellings of one letter are two commands: bytes are compared, not what looks alike") func bytesAreCompared() {
    let (composed, apart) = (#"{"command":"run caf\#u{E9}"}"#, #"{"command":"run cafe\#u{301}"}"#)
    #expect(composed == apart, "Swift's own comparison would take them for one")
    let (first, second) = (asked(composed), asked(apart))
    #expect(first != nil && second != nil && first != second)
  }

  @Test func engineToolAndKindCount() throws {
    let first = try #require(asked(#"{"command":"make"}"#))
    #expect(first != asked(#"{"command":"make"}"#, engine: "codex"))
    #expect(first != asked(#"{"command":"make"}"#, tool: "Shell"))
  }

  @Test func pathsAreSeenFromTheWorkspace() throws {
    let first = try #require(asked(#"{"file_path":"/tasks/1/ws/src/a.swift","content":"x"}"#, tool: "Write"))
    #expect(first == asked(#"{"file_path":"/tasks/2/ws/src/a.swift","content":"x"}"#, tool: "Write", workspace: "/tasks/2/ws"))
    #expect(first.input.contains(#""file_path":"src/a.swift""#))
    // A sibling whose name begins the same is another place, and so is what climbs out.
    #expect(asked(#"{"file_path":"/tasks/1/wsx/src/a.swift","content":"x"}"#, tool: "Write")?.input.contains("/tasks/1/wsx") == true)
    #expect(asked(#"{"file_path":"/tasks/1/ws/../b","content":"x"}"#, tool: "Write")?.input.contains("/tasks/1/ws/../b") == true)
    #expect(asked(#"{"file_path":"/tasks/1/ws//etc/passwd"}"#, tool: "Write")?.input.contains("/tasks/1/ws//etc") == true)
  }

  @Test("the text of a command is not read for paths") func commandsAreNotNormalised() throws {
    let first = try #require(asked(#"{"command":"/tasks/1/ws/run"}"#))
    #expect(first != asked(#"{"command":"/tasks/2/ws/run"}"#, workspace: "/tasks/2/ws"))
    // Nor what looks like a path's key within a text.
    let quoted = #"{"command":"echo \"file_path\":\"/tasks/1/ws/a\""}"#
    #expect(asked(quoted)?.input == quoted)
  }

  @Test("a sensitive path counts to the byte, the workspace too") func sensitivePathsAreExact() throws {
    let first = try #require(asked(#"{"file_path":"/tasks/1/ws/.github/workflows/ci.yml"}"#, tool: "Edit"))
    #expect(first.isExact && first.input.contains("/tasks/1/ws/"))
    #expect(first != asked(#"{"file_path":"/tasks/2/ws/.github/workflows/ci.yml"}"#, tool: "Edit", workspace: "/tasks/2/ws"))
    #expect(asked("{\"command\":\"ls \u{202E}\"}")?.isExact == true)
  }

  @Test func whatCannotBeToldEqualsNothing() {
    #expect(asked(nil) == nil)
    #expect(asked("") == nil)
    #expect(asked(#"{"command":"curl -H [redacted]"}"#) == nil, "two secrets would look the same")
    #expect(asked(#"{"command":"\#(String(repeating: "x", count: 9000))"}"#) == nil)
    #expect(asked(#"{"command":"x"}"#, tool: "carrel") == nil)
    #expect(RequestFingerprint(AgentRequest(id: "p", kind: .plan("1. Do it"), title: "Right?"), engine: "e", workspace: nil) == nil)
  }

  @Test func questionsAreTheSameWithTheirChoices() throws {
    func asked(_ questions: [AgentQuestion], title: String = "Two", engine: String = "claude") -> RequestFingerprint? {
      RequestFingerprint(AgentRequest(id: "q", kind: .questions(questions), title: title), engine: engine, workspace: nil)
    }
    let first = try #require(asked([AgentQuestion(text: "Which?", options: ["a", "b"])]))
    #expect(first == asked([AgentQuestion(text: "Which?", options: ["a", "b"])], engine: "codex"))
    #expect(first != asked([AgentQuestion(text: "Which?", options: ["b", "a"])]))
    #expect(first != asked([AgentQuestion(text: "Which?", options: ["a", "b"], multiple: true)]))
    #expect(first != asked([AgentQuestion(text: "Which?", options: ["a", "b"])], title: "Drop the database?"))
    #expect(first != asked([AgentQuestion(text: "Which?", options: ["a"]), AgentQuestion(text: "b")]))
    #expect(asked([]) == nil)
  }
}
