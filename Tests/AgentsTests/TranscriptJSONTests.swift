import Agents
import JSON
import Model
import Testing

@Suite struct TranscriptJSONTests {
  private func line(_ event: TranscriptEvent) -> String {
    TranscriptJSON.object(
      for: TranscriptEntry(
        seq: 7, task: TaskID(2), time: Timestamp(milliseconds: 1_700_000_000_000), event: event)
    )
    .serialized()
  }

  private let place = #"{"seq":7,"task":"T2","time":"2023-11-14T22:13:20Z","#

  @Test func stableLines() {
    #expect(line(.agent(.turnStarted)) == place + #""kind":"turn_started"}"#)
    #expect(
      line(.prompt(text: "do", origin: "brief")) == place
        + #""kind":"prompt","text":"do","origin":"brief"}"#)
    #expect(
      line(.phase(.review, reason: "")) == place + #""kind":"phase","state":"review","reason":""}"#)
    #expect(
      line(.agent(.turnDone(.failed(TaskFailure(.rateLimit, "slow")), text: nil)))
        == place
        + #""kind":"turn_done","outcome":"failed","error":{"class":"rate_limit","text":"slow"},"text":null}"#
    )
    #expect(
      line(.agent(.usage(tokens: TokenCount(input: 1, output: 2), costUSD: 0.5)))
        == place
        + #""kind":"usage","tokens":{"input":1,"output":2,"cache_read":0,"cache_write":0},"cost_usd":0.5}"#
    )
    #expect(
      line(
        .agent(
          .toolStarted(
            ToolCall(
              id: "t", kind: .execute, name: "Bash", title: "ls", input: #"{"command":"ls"}"#))))
        == place
        + #""kind":"tool_started","tool":"t","tool_kind":"execute","name":"Bash","title":"ls","input":{"command":"ls"},"parent":null}"#
    )
    #expect(
      line(.answered(request: "r", answer: .answers(["b": "2", "a": "1"]), by: "op"))
        == place
        + #""kind":"answered","request":"r","answer":"answers","answers":{"a":"1","b":"2"},"by":"op"}"#
    )
  }

  @Test func everyRecordedEventHasAKind() throws {
    for name in Fixture.claude {
      for (index, event)
        in (EngineReplay.decode(engine: ClaudeEngine(), bytes: Fixture.bytes(name)) ?? []).enumerated()
      {
        let object = TranscriptJSON.object(for: event, number: index + 1)
        #expect(object["kind"]?.string?.isEmpty == false)
        #expect(try JSONValue.parse(object.serialized())["seq"]?.int == index + 1)
      }
    }
  }
}
