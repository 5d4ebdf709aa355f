import HTTP
import JSON
import Model
import Providers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct AnthropicProviderTests {
  static let request = ProviderRequest(
    model: "claude-sonnet-5-5", system: "Be brief.",
    messages: [
      ProviderMessage(.user, [.text("Read a.txt")]),
      ProviderMessage(
        .assistant,
        [
          .thinking("I read it.", signature: "anthropic/signature:SIG=="), .thinking("", signature: "anthropic/redacted:BLOB"),
          .thinking("foreign", signature: "openai/item:{}"), .thinking("bare", signature: nil), .text(" "),
          .toolCall(id: "call.1", name: "Read", input: ["path": "a.txt"]), .toolCall(id: "t2", name: "Read", input: "{half"),
        ]),
      ProviderMessage(
        .user, [.text("Go on."), .toolResult(id: "call.1", text: "A", isError: false), .toolResult(id: "t2", text: "no", isError: true)]),
    ], tools: [ProviderRequest.Tool(name: "Read", description: "Reads.", schema: ["type": "object"])], effort: "high", maxOutputTokens: 900)

  static let answer: [JSONValue] = [
    [
      "type": "message_start",
      "message": ["usage": ["input_tokens": 10, "cache_creation_input_tokens": 20, "cache_read_input_tokens": 30, "output_tokens": 1]],
    ],
    ["type": "ping"],
    ["type": "content_block_start", "index": 0, "content_block": ["type": "thinking", "thinking": "", "signature": ""]],
    ["type": "content_block_delta", "index": 0, "delta": ["type": "thinking_delta", "thinking": "Hm"]],
    ["type": "content_block_delta", "index": 0, "delta": ["type": "thinking_delta", "thinking": "m."]],
    ["type": "content_block_delta", "index": 0, "delta": ["type": "signature_delta", "signature": "S1"]],
    ["type": "content_block_stop", "index": 0],
    ["type": "content_block_start", "index": 1, "content_block": ["type": "redacted_thinking", "data": "R"]],
    ["type": "content_block_start", "index": 2, "content_block": ["type": "text", "text": ""]],
    ["type": "content_block_delta", "index": 2, "delta": ["type": "text_delta", "text": "Hällo "]],
    ["type": "content_block_delta", "index": 2, "delta": ["type": "text_delta", "text": "you"]],
    ["type": "content_block_start", "index": 3, "content_block": ["type": "tool_use", "id": "tu_1", "name": "Read", "input": [:]]],
    ["type": "content_block_delta", "index": 3, "delta": ["type": "input_json_delta", "partial_json": "{\"path\":"]],
    ["type": "content_block_delta", "index": 3, "delta": ["type": "input_json_delta", "partial_json": " \"b.txt\"}"]],
    ["type": "content_block_start", "index": 4, "content_block": ["type": "tool_use", "id": "tu_2", "name": "List", "input": [:]]],
    ["type": "content_block_start", "index": 5, "content_block": ["type": "new_kind_of_block"]],
    ["type": "content_block_delta", "index": 5, "delta": ["type": "new_delta"]],
    ["type": "message_delta", "delta": ["stop_reason": "tool_use"], "usage": ["output_tokens": 40]],
    ["type": "message_stop"],
  ]

  @Test func streamsAnAnswer() async throws {
    let server = try LoopbackServer { _, _, connection in Stream.events(connection, Self.answer, pieces: 7) }
    let collector = Collector()
    let provider = AnthropicProvider(url: server.address + "/", key: "sk-key", client: HTTPClient())
    try await provider.answer(Self.request, collector.receive)
    #expect(collector.text == "Hällo you")
    #expect(collector.thinking == "Hmm.")
    let finished = try #require(collector.finished)
    #expect(finished.stop == .toolCalls)
    #expect(finished.tokens == TokenCount(input: 10, output: 40, cacheRead: 30, cacheWrite: 20))
    #expect(
      finished.message
        == ProviderMessage(
          .assistant,
          [
            .thinking("Hmm.", signature: "anthropic/signature:S1"), .thinking("", signature: "anthropic/redacted:R"), .text("Hällo you"),
            .toolCall(id: "tu_1", name: "Read", input: ["path": "b.txt"]), .toolCall(id: "tu_2", name: "List", input: [:]),
          ]))
    let sent = try #require(server.requests.first)
    #expect(sent.path == "/v1/messages")
    #expect(
      sent.headers["x-api-key"] == "sk-key" && sent.headers["authorization"] == nil && sent.headers["anthropic-version"] == "2023-06-01")
  }

  @Test func formsTheRequest() async throws {
    let server = try LoopbackServer { _, _, connection in Stream.events(connection, Self.answer) }
    try await AnthropicProvider(url: server.address + "/v1", token: "tok", client: HTTPClient()).answer(Self.request, Collector().receive)
    let sent = try #require(server.requests.first)
    #expect(sent.path == "/v1/messages" && sent.headers["authorization"] == "Bearer tok" && sent.headers["x-api-key"] == nil)
    let cached: JSONValue = ["type": "ephemeral"]
    let expected: JSONValue = [
      "model": "claude-sonnet-5-5", "max_tokens": 900, "stream": true,
      "system": [["type": "text", "text": "Be brief.", "cache_control": cached]],
      "tools": [["name": "Read", "description": "Reads.", "input_schema": ["type": "object"], "cache_control": cached]],
      "messages": [
        ["role": "user", "content": [["type": "text", "text": "Read a.txt", "cache_control": cached]]],
        [
          "role": "assistant",
          "content": [
            ["type": "thinking", "thinking": "I read it.", "signature": "SIG=="], ["type": "redacted_thinking", "data": "BLOB"],
            ["type": "tool_use", "id": "call_1", "name": "Read", "input": ["path": "a.txt"]],
            ["type": "tool_use", "id": "t2", "name": "Read", "input": ["input": "{half"]],
          ],
        ],
        [
          "role": "user",
          "content": [
            ["type": "tool_result", "tool_use_id": "call_1", "content": "A"],
            ["type": "tool_result", "tool_use_id": "t2", "content": "no", "is_error": true],
            ["type": "text", "text": "Go on.", "cache_control": cached],
          ],
        ],
      ],
      "thinking": ["type": "adaptive", "display": "summarized"], "output_config": ["effort": "high"],
    ]
    #expect(try JSONValue.parse(sent.body) == expected)
  }

  @Test func leavesOutWhatAModelDoesNotTakeAndRemembersIt() async throws {
    let server = try LoopbackServer { request, _, connection in
      let body = try? JSONValue.parse(request.body)
      if body?["thinking"] != nil {
        connection.answer(
          400, #"{"type":"error","error":{"type":"invalid_request_error","message":"adaptive thinking is not supported on this model"}}"#)
      } else if body?["output_config"] != nil {
        connection.answer(
          400, #"{"type":"error","error":{"type":"invalid_request_error","message":"This model does not support the effort parameter."}}"#)
      } else {
        Stream.events(connection, Self.answer)
      }
    }
    let provider = AnthropicProvider(url: server.address, key: "k", client: HTTPClient(), retry: Stream.retry(1))
    try await provider.answer(Self.request, Collector().receive)
    #expect(server.requests.count == 3)
    let collector = Collector()
    try await provider.answer(Self.request, collector.receive)
    #expect(server.requests.count == 4)
    #expect(collector.finished != nil && collector.retries.isEmpty)
  }

  @Test func beginsAgainAfterACut() async throws {
    let server = try LoopbackServer { _, number, connection in
      switch number {
      case 0: Stream.events(connection, Array(Self.answer.prefix(10)))
      case 1:
        Stream.events(
          connection, Array(Self.answer.prefix(10)) + [["type": "error", "error": ["type": "overloaded_error", "message": "Overloaded"]]])
        Stream.end(connection)
      default: Stream.events(connection, Self.answer)
      }
    }
    let collector = Collector()
    try await AnthropicProvider(url: server.address, key: "k", client: HTTPClient(), retry: Stream.retry()).answer(
      Self.request, collector.receive)
    #expect(collector.retries == [.network, .overloaded])
    #expect(collector.events.filter { $0 == .restarted }.count == 2)
    #expect(collector.text == "Hällo you")
    #expect(collector.finished?.stop == .toolCalls)
  }

  @Test func readsAnAnswerThatIsNoStream() async throws {
    let server = try LoopbackServer { _, _, connection in
      connection.answer(
        200,
        #"{"type":"message","content":[{"type":"text","text":"whole"}],"stop_reason":"max_tokens","usage":{"input_tokens":3,"output_tokens":4}}"#,
        headers: ["Content-Type: application/json"])
    }
    let collector = Collector()
    try await AnthropicProvider(url: server.address, key: "k", client: HTTPClient()).answer(Self.request, collector.receive)
    #expect(collector.text == "whole" && collector.finished?.stop == .length)
    #expect(collector.finished?.tokens == TokenCount(input: 3, output: 4))
  }

  @Test func listsModels() async throws {
    let server = try LoopbackServer { request, _, connection in
      connection.answer(200, #"{"data":[{"id":"claude-x","display_name":"Claude X"},{"id":""},7,{"id":"y"}]}"#)
      _ = request
    }
    let models = try await AnthropicProvider(url: server.address, key: "k", client: HTTPClient()).models()
    #expect(models == [ModelOffer(id: "claude-x", note: "Claude X"), ModelOffer(id: "y")])
    #expect(server.requests.first?.path == "/v1/models?limit=1000")
  }
}
