import HTTP
import JSON
import Model
import Providers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct ChatCompletionsProviderTests {
  static let request = ProviderRequest(
    model: "qwen", system: "Be brief.",
    messages: [
      ProviderMessage(.user, [.text("Old")]),
      ProviderMessage(.assistant, [.thinking("old thought", signature: "chat/text:"), .text("Done.")]),
      ProviderMessage(.user, [.text("Read")]),
      ProviderMessage(
        .assistant,
        [
          .thinking("I read.", signature: "chat/text:"), .thinking("foreign", signature: "anthropic/signature:x"), .text("Now."),
          .toolCall(id: "c1", name: "Read", input: ["path": "a"]),
        ]), ProviderMessage(.user, [.toolResult(id: "c1", text: "A", isError: false)]),
    ], tools: [ProviderRequest.Tool(name: "Read", description: "Reads.", schema: ["type": "object"])], effort: "low", maxOutputTokens: 77)

  static func chunk(_ delta: JSONValue, finish: String? = nil) -> JSONValue {
    ["choices": [["index": 0, "delta": delta, "finish_reason": JSONValue(finish)]]]
  }

  static func piece(_ index: Int?, id: String? = nil, name: String? = nil, _ arguments: String? = nil) -> JSONValue {
    var function = JSONObject()
    function["name"] = name.map { .string($0) }
    function["arguments"] = arguments.map { .string($0) }
    var call: JSONObject = JSONObject()
    call["index"] = index.map { .integer(Int64($0)) }
    call["id"] = id.map { .string($0) }
    call["function"] = .object(function)
    return chunk(["tool_calls": [.object(call)]])
  }

  static let answer: [JSONValue] = [
    chunk(["role": "assistant", "content": ""]), chunk(["reasoning_content": "Hm"]), chunk(["reasoning": "m"]), chunk(["content": "Hi "]),
    chunk(["content": "you"]), piece(0, id: "a", name: "Read", ""), piece(0, "{\"p\":"), piece(1, id: "b", name: "List"), piece(0, "1}"),
    piece(1, "{}"), chunk([:], finish: "tool_calls"),
    ["choices": [], "usage": ["prompt_tokens": 100, "completion_tokens": 9, "prompt_tokens_details": ["cached_tokens": 60]]],
  ]

  @Test func streamsAnAnswer() async throws {
    let server = try LoopbackServer { _, _, connection in Stream.events(connection, Self.answer, done: true, pieces: 5) }
    let collector = Collector()
    try await ChatCompletionsProvider(url: server.address, key: "k", client: HTTPClient()).answer(Self.request, collector.receive)
    #expect(collector.text == "Hi you" && collector.thinking == "Hmm")
    let finished = try #require(collector.finished)
    #expect(finished.stop == .toolCalls && finished.tokens == TokenCount(input: 40, output: 9, cacheRead: 60))
    #expect(
      finished.message.parts == [
        .thinking("Hmm", signature: "chat/text:"), .text("Hi you"), .toolCall(id: "a", name: "Read", input: ["p": 1]),
        .toolCall(id: "b", name: "List", input: [:]),
      ])
    let sent = try #require(server.requests.first)
    #expect(sent.path == "/v1/chat/completions" && sent.headers["authorization"] == "Bearer k")
    let expected: JSONValue = [
      "model": "qwen",
      "messages": [
        ["role": "system", "content": "Be brief."], ["role": "user", "content": "Old"], ["role": "assistant", "content": "Done."],
        ["role": "user", "content": "Read"],
        [
          "role": "assistant", "content": "Now.",
          "tool_calls": [["id": "c1", "type": "function", "function": ["name": "Read", "arguments": "{\"path\":\"a\"}"]]],
          "reasoning_content": "I read.",
        ], ["role": "tool", "tool_call_id": "c1", "content": "A"],
      ],
      "tools": [["type": "function", "function": ["name": "Read", "description": "Reads.", "parameters": ["type": "object"]]]],
      "stream": true,
      "stream_options": ["include_usage": true], "max_tokens": 77, "reasoning_effort": "low",
    ]
    #expect(try JSONValue.parse(sent.body) == expected)
  }

  @Test func takesWhatServersLeaveOut() async throws {
    let streams: [([JSONValue], [ProviderMessage.Part], ProviderEvent.Stop)] = [
      // No index: an id begins a call, what follows belongs to it; arguments may be an object.
      (
        [
          Self.piece(nil, id: "x", name: "A", "{}"), Self.piece(nil, id: "y", name: "B", "{\"a\""), Self.piece(nil, ":2}"),
          Self.chunk(["tool_calls": [["id": "z", "function": ["name": "C", "arguments": ["k": true]]]]], finish: "stop"),
        ],
        [
          .toolCall(id: "x", name: "A", input: [:]), .toolCall(id: "y", name: "B", input: ["a": 2]),
          .toolCall(id: "z", name: "C", input: ["k": true]),
        ], .toolCalls
      ),
      // Every call is number 0.
      (
        [Self.piece(0, id: "x", name: "A", "{}"), Self.piece(0, id: "y", name: "B", "{}"), Self.chunk([:], finish: "tool_calls")],
        [.toolCall(id: "x", name: "A", input: [:]), .toolCall(id: "y", name: "B", input: [:])], .toolCalls
      ),
      ([Self.chunk(["content": "cut off"], finish: "length")], [.text("cut off")], .length),
      ([Self.chunk(["refusal": "No."], finish: "stop")], [.text("No.")], .refusal),
      (
        [
          Self.chunk(
            ["content": [["type": "thinking", "thinking": [["type": "text", "text": "t"]]], ["type": "text", "text": "w"]]], finish: "stop")
        ],
        [.thinking("t", signature: "chat/text:"), .text("w")], .end
      ),
      (
        [Self.piece(0, id: "x", name: "A", "{half"), Self.chunk([:], finish: "length")], [.toolCall(id: "x", name: "A", input: "{half")],
        .length
      ),
      ([["choices": .null, "id": "x"], Self.chunk(["content": "a"], finish: "stop")], [.text("a")], .end),
    ]
    for (values, parts, stop) in streams {
      let server = try LoopbackServer { _, _, connection in
        Stream.events(connection, values)
        Stream.end(connection)
      }
      let collector = Collector()
      try await ChatCompletionsProvider(url: server.address, client: HTTPClient(), retry: Stream.retry(1)).answer(
        Self.request, collector.receive)
      #expect(collector.finished?.message.parts == parts)
      #expect(collector.finished?.stop == stop)
      #expect(collector.finished?.tokens == TokenCount())
      #expect(server.requests.first?.headers["authorization"] == nil)
    }
  }

  @Test func leavesOutWhatAServerRefuses() async throws {
    let server = try LoopbackServer { request, _, connection in
      for word in ["stream_options", "reasoning_effort", "reasoning_content", "max_tokens"] where request.text.contains("\"\(word)\"") {
        connection.answer(
          400, "{\"object\":\"error\",\"message\":\"'\(word)' is too large or unknown, maximum context length is 9\",\"code\":400}")
        return
      }
      Stream.events(connection, Self.answer, done: true)
    }
    let collector = Collector()
    try await ChatCompletionsProvider(url: server.address + "/api/", client: HTTPClient()).answer(Self.request, collector.receive)
    #expect(collector.finished?.stop == .toolCalls && collector.retries.isEmpty)
    #expect(server.requests.count == 5 && server.requests.first?.path == "/api/chat/completions")
  }

  @Test func readsAWholeAnswerAndErrorsWithinOne() async throws {
    let bodies: [(String, TaskFailure.Class?)] = [
      (#"{"choices":[{"message":{"content":"whole"},"finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":1}}"#, nil),
      (#"{"error":{"message":"Provider returned error","code":429}}"#, .rateLimit), (#"{"error":"model overloaded"}"#, .overloaded),
      ("[]", .protocolError),
    ]
    for (body, kind) in bodies {
      let server = try LoopbackServer { _, _, connection in connection.answer(200, body, headers: ["Content-Type: application/json"]) }
      let collector = Collector()
      var failure: TaskFailure.Class?
      do throws(TaskFailure) {
        try await ChatCompletionsProvider(url: server.address, client: HTTPClient(), retry: Stream.retry(1)).answer(
          Self.request, collector.receive)
      } catch { failure = error.kind }
      #expect(failure == kind, "\(body)")
      #expect((collector.finished != nil) == (kind == nil))
    }
  }

  @Test func beginsAgainAfterACut() async throws {
    let server = try LoopbackServer { _, number, connection in
      Stream.events(connection, number == 0 ? Array(Self.answer.prefix(5)) : Self.answer)
      Stream.end(connection)
    }
    let collector = Collector()
    try await ChatCompletionsProvider(url: server.address, client: HTTPClient(), retry: Stream.retry()).answer(
      Self.request, collector.receive)
    #expect(collector.retries == [.network] && collector.text == "Hi you" && collector.finished?.stop == .toolCalls)
  }
}
