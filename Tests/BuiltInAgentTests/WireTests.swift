import BuiltInAgent
import JSON
import Model
import Providers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct WireTests {
  /// A whole exchange as it goes over the wire, ids and places made the same.
  @Test func theExchangeIsAsRecorded() async throws {
    let stage = try AgentStage(
      [.call("I write.", [("c1", "Write", ["file_path": "a.txt", "content": "hello\n"])]), .say(["Done."])],
      options: BuiltInOptions(version: "0"))
    let session = try await stage.open()
    stage.client.permits("allow")
    _ = try await stage.prompt(session, "Write a file")
    _ = await stage.end()
    let lines = stage.client.messages.map { message in
      message.serialized().replacing(session, with: "SESSION").replacing(stage.workspace, with: "/WORKSPACE")
    }
    #expect(lines.count == Self.recorded.count)
    for (line, wanted) in zip(lines, Self.recorded) { #expect(line == wanted) }
  }

  @Test func garbageIsAnsweredAndSurvived() async throws {
    let stage = try AgentStage([.say(["Still here."])])
    stage.client.send(raw: "\n\nno json\n{\"id\":\n[1,2]\n{\"jsonrpc\":\"2.0\",\"id\":999}\n\u{0}\u{1b}[31m\n")
    stage.client.send(raw: String(repeating: "[", count: 100_000) + "\n")
    stage.client.send(["jsonrpc": "2.0", "id": 77, "result": [:]])
    stage.client.notify("session/cancel", ["sessionId": "none"])
    stage.client.notify("$/unknown", [:])
    #expect(try await stage.client.request("fs/unknown", [:])["error"]?["code"]?.int == -32601)
    #expect(try await stage.client.request("session/prompt", ["sessionId": "none", "prompt": []])["error"]?["code"]?.int == -32002)
    let session = try await stage.open()
    for prompt in [[], [["type": "image", "data": ""]], [["type": "text", "text": " \n"]], [["type": "text"]], 7] as [JSONValue] {
      let answer = try await stage.client.request("session/prompt", ["sessionId": .string(session), "prompt": prompt])
      #expect(answer["error"]?["code"]?.int == -32602, "\(prompt)")
    }
    let blocks: JSONValue = [
      ["type": "text", "text": "Look at"], ["type": "resource", "resource": ["uri": "file:///a", "text": "inside"]],
      ["type": "resource_link", "uri": "file:///b", "name": "b"],
    ]
    let answer = try await stage.client.request("session/prompt", ["sessionId": .string(session), "prompt": blocks])
    #expect(answer["result"]?["stopReason"]?.string == "end_turn")
    #expect(stage.provider.lastConversation == ["user: Look at\n<file uri=\"file:///a\">\ninside\n</file>\n[see file:///b]"])
    #expect(stage.client.messages.filter { $0["error"]?["code"]?.int == -32700 }.count == 4)
    #expect(await stage.end() == 0)
  }

  @Test func requestsThatTheClientRefusesAreNo() async throws {
    let stage = try AgentStage([.call("", [("c1", "Write", ["file_path": "a.txt", "content": "a"])]), .say(["No."])])
    let session = try await stage.open()
    let id = stage.client.begin("session/prompt", AgentStage.promptParameters(session, "Write"))
    let request = try await Patience.until("the request") {
      stage.client.messages.first { $0["method"]?.string == "session/request_permission" }
    }
    stage.client.send(["jsonrpc": "2.0", "id": request["id"] ?? .null, "error": ["code": -32601, "message": "no such method"]])
    #expect(try await stage.client.answer(id)["result"]?["stopReason"]?.string == "end_turn")
    #expect(stage.read("a.txt") == nil)
    #expect(stage.provider.lastConversation.last == "failure c1 The operator could not be asked: no such method")
    _ = await stage.end()
  }
}
