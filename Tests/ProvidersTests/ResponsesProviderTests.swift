import HTTP
import JSON
import Model
import Providers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct ResponsesProviderTests {
  static let item = #"{"type":"reasoning","summary":[],"encrypted_content":"E0"}"#
  static let request = ProviderRequest(
    model: "gpt-6.1-sol", system: "Be brief.",
    messages: [
      ProviderMessage(.user, [.text("Read")]),
      ProviderMessage(
        .assistant,
        [
          .thinking("", signature: "openai/item:" + item), .thinking("foreign", signature: "anthropic/signature:x"), .text("Now."),
          .toolCall(id: "c1", name: "Read", input: ["path": "a"]),
        ]), ProviderMessage(.user, [.toolResult(id: "c1", text: "A", isError: false), .text("Go on.")]),
    ], tools: [ProviderRequest.Tool(name: "Read", description: "Reads.", schema: ["type": "object"])], effort: "low", maxOutputTokens: 77)

  static let reasoning: JSONValue = [
    "type": "reasoning", "id": "rs_1", "summary": [["type": "summary_text", "text": "One."], ["type": "summary_text", "text": "Two."]],
    "encrypted_content": "E1",
  ]
  static let answer: [JSONValue] = [
    ["type": "response.created", "response": ["id": "r"]],
    ["type": "response.output_item.added", "output_index": 0, "item": ["type": "reasoning"]],
    ["type": "response.reasoning_summary_part.added", "summary_index": 0],
    ["type": "response.reasoning_summary_text.delta", "delta": "One."],
    ["type": "response.reasoning_summary_part.added", "summary_index": 1],
    ["type": "response.reasoning_summary_text.delta", "delta": "Two."],
    ["type": "response.output_item.done", "output_index": 0, "item": reasoning], ["type": "response.output_text.delta", "delta": "Hi "],
    ["type": "response.output_text.delta", "delta": "you"],
    [
      "type": "response.output_item.done",
      "item": [
        "type": "message", "role": "assistant",
        "content": [["type": "output_text", "text": "Hi "], ["type": "output_text", "text": "you"]],
      ],
    ], ["type": "response.function_call_arguments.delta", "delta": "{\"p"],
    [
      "type": "response.output_item.done",
      "item": ["type": "function_call", "id": "fc", "call_id": "call_9", "name": "Read", "arguments": "{\"path\":\"b\"}"],
    ], ["type": "response.unknown.event"],
    [
      "type": "response.completed",
      "response": [
        "usage": ["input_tokens": 100, "input_tokens_details": ["cached_tokens": 70, "cache_write_tokens": 10], "output_tokens": 5]
      ],
    ],
  ]

  @Test func streamsAnAnswer() async throws {
    let server = try LoopbackServer { _, _, connection in Stream.events(connection, Self.answer, pieces: 11) }
    let collector = Collector()
    try await ResponsesProvider(url: server.address, key: "k", client: HTTPClient()).answer(Self.request, collector.receive)
    #expect(collector.text == "Hi you" && collector.thinking == "One.\n\nTwo.")
    let finished = try #require(collector.finished)
    #expect(finished.stop == .toolCalls && finished.tokens == TokenCount(input: 20, output: 5, cacheRead: 70, cacheWrite: 10))
    let seal =
      "openai/item:"
      + #"{"type":"reasoning","summary":[{"type":"summary_text","text":"One."},{"type":"summary_text","text":"Two."}],"encrypted_content":"E1"}"#
    #expect(
      finished.message.parts == [
        .thinking("One.\n\nTwo.", signature: seal), .text("Hi you"), .toolCall(id: "call_9", name: "Read", input: ["path": "b"]),
      ])
    let sent = try #require(server.requests.first)
    #expect(sent.path == "/v1/responses" && sent.headers["authorization"] == "Bearer k")
    let expected: JSONValue = [
      "model": "gpt-6.1-sol", "instructions": "Be brief.",
      "input": [
        ["type": "message", "role": "user", "content": [["type": "input_text", "text": "Read"]]],
        ["type": "reasoning", "summary": [], "encrypted_content": "E0"],
        ["type": "message", "role": "assistant", "content": [["type": "output_text", "text": "Now."]]],
        ["type": "function_call", "call_id": "c1", "name": "Read", "arguments": "{\"path\":\"a\"}"],
        ["type": "function_call_output", "call_id": "c1", "output": "A"],
        ["type": "message", "role": "user", "content": [["type": "input_text", "text": "Go on."]]],
      ],
      "tools": [["type": "function", "name": "Read", "description": "Reads.", "parameters": ["type": "object"], "strict": false]],
      "store": false,
      "stream": true, "max_output_tokens": 77, "include": ["reasoning.encrypted_content"],
      "reasoning": ["effort": "low", "summary": "auto"],
    ]
    #expect(try JSONValue.parse(sent.body) == expected)
  }

  @Test func asksOlderModelsForNoReasoning() async throws {
    let server = try LoopbackServer { _, _, connection in Stream.events(connection, Self.answer) }
    var request = Self.request
    request.model = "gpt-4.1"
    try await ResponsesProvider(url: server.address, key: "k", client: HTTPClient()).answer(request, Collector().receive)
    let body = try JSONValue.parse(try #require(server.requests.first).body)
    #expect(body["reasoning"] == nil && body["include"] == nil && body["input"]?.array?.count == 5)
  }

  @Test func goesOnWithoutSummaries() async throws {
    let server = try LoopbackServer { request, _, connection in
      if request.text.contains("\"summary\":\"auto\"") {
        connection.answer(
          400,
          #"{"error":{"message":"Your organization must be verified to generate reasoning summaries.","param":"reasoning.summary","code":"unsupported_value"}}"#
        )
      } else {
        Stream.events(connection, Self.answer)
      }
    }
    let collector = Collector()
    try await ResponsesProvider(url: server.address, key: "k", client: HTTPClient()).answer(Self.request, collector.receive)
    #expect(server.requests.count == 2 && collector.finished != nil)
    #expect(try JSONValue.parse(server.requests[1].body)["reasoning"] == ["effort": "low"])
  }

  @Test func understandsItsEndings() async throws {
    let text: JSONValue = [
      "type": "response.output_item.done", "item": ["type": "message", "content": [["type": "output_text", "text": "a"]]],
    ]
    let endings: [(JSONValue, ProviderEvent.Stop?, TaskFailure.Class?)] = [
      (["type": "response.completed", "response": [:]], .end, nil),
      (["type": "response.incomplete", "response": ["incomplete_details": ["reason": "max_output_tokens"]]], .length, nil),
      (["type": "response.incomplete", "response": ["incomplete_details": ["reason": "content_filter"]]], .refusal, nil),
      (["type": "response.failed", "response": ["error": ["code": "rate_limit_exceeded", "message": "slow"]]], nil, .rateLimit),
      (["type": "response.failed", "response": ["error": ["code": "context_length_exceeded", "message": "x"]]], nil, .contextFull),
      (["type": "error", "code": "server_error", "message": "The server had an error"], nil, .server),
      (["type": "response.in_progress"], nil, .network),
    ]
    for (ending, stop, kind) in endings {
      let server = try LoopbackServer { _, _, connection in
        Stream.events(connection, [text, ending])
        Stream.end(connection)
      }
      let collector = Collector()
      var failure: TaskFailure.Class?
      do throws(TaskFailure) {
        try await ResponsesProvider(url: server.address, key: "k", client: HTTPClient(), retry: Stream.retry(1)).answer(
          Self.request, collector.receive)
      } catch { failure = error.kind }
      #expect(collector.finished?.stop == stop)
      #expect(failure == kind, "\(ending)")
    }
  }
}
