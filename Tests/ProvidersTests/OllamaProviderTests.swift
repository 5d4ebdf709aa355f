import HTTP
import JSON
import Model
import Providers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct OllamaProviderTests {
  static let request = ProviderRequest(
    model: "qwen3:8b", system: "Be brief.",
    messages: [
      ProviderMessage(.user, [.text("Read")]),
      ProviderMessage(.assistant, [.thinking("Hm.", signature: "ollama/text:"), .toolCall(id: "c1", name: "Read", input: ["path": "a"])]),
      ProviderMessage(.user, [.toolResult(id: "c1", text: "A", isError: false)]),
    ], tools: [ProviderRequest.Tool(name: "Read", description: "Reads.", schema: ["type": "object"])], effort: "high", maxOutputTokens: 77)

  static let answer: [JSONValue] = [
    ["message": ["role": "assistant", "content": "", "thinking": "Hm"], "done": false],
    ["message": ["role": "assistant", "content": "Hi "], "done": false], ["message": ["content": "you"], "done": false],
    ["message": ["content": "", "tool_calls": [["id": "x1", "function": ["name": "Read", "arguments": ["path": "b"]]]]], "done": false],
    ["message": ["content": ""], "done": true, "done_reason": "stop", "prompt_eval_count": 26, "eval_count": 298],
  ]

  @Test func streamsAnAnswer() async throws {
    let server = try LoopbackServer { _, _, connection in Stream.lines(connection, Self.answer, pieces: 9) }
    let collector = Collector()
    try await OllamaProvider(url: server.address, client: HTTPClient()).answer(Self.request, collector.receive)
    #expect(collector.text == "Hi you" && collector.thinking == "Hm")
    let finished = try #require(collector.finished)
    #expect(finished.stop == .toolCalls && finished.tokens == TokenCount(input: 26, output: 298))
    #expect(
      finished.message.parts == [
        .thinking("Hm", signature: "ollama/text:"), .text("Hi you"), .toolCall(id: "x1", name: "Read", input: ["path": "b"]),
      ])
    let sent = try #require(server.requests.first)
    #expect(sent.path == "/api/chat")
    let expected: JSONValue = [
      "model": "qwen3:8b",
      "messages": [
        ["role": "system", "content": "Be brief."], ["role": "user", "content": "Read"],
        [
          "role": "assistant", "content": "", "thinking": "Hm.",
          "tool_calls": [["function": ["name": "Read", "arguments": ["path": "a"]]]],
        ],
        ["role": "tool", "tool_name": "Read", "content": "A"],
      ],
      "tools": [["type": "function", "function": ["name": "Read", "description": "Reads.", "parameters": ["type": "object"]]]],
      "stream": true,
      "think": true, "options": ["num_predict": 77, "num_ctx": 32_768],
    ]
    #expect(try JSONValue.parse(sent.body) == expected)
  }

  @Test func asksForAContextThatTheConversationFitsInto() async throws {
    let server = try LoopbackServer { _, _, connection in Stream.lines(connection, Self.answer) }
    var request = Self.request
    request.messages.append(ProviderMessage(.user, [.text(String(repeating: "x", count: 150_000))]))
    try await OllamaProvider(url: server.address, client: HTTPClient()).answer(request, Collector().receive)
    try await OllamaProvider(url: server.address, contextLength: 5000, client: HTTPClient()).answer(request, Collector().receive)
    let lengths = server.requests.map { try? JSONValue.parse($0.body)["options"]?["num_ctx"]?.int }
    #expect(lengths == [65_536, 5000])
  }

  @Test func failsInPlainWords() async throws {
    let answers: [(Int, String, TaskFailure.Class, String)] = [
      (404, #"{"error":"model 'nope' not found"}"#, .modelNotFound, "`ollama pull`"),
      (400, #"{"error":"registry.ollama.ai/library/gemma:latest does not support tools"}"#, .badRequest, "does not support tools"),
      (200, #"{"error":"an error was encountered while running the model: CUDA error"}"#, .server, "CUDA error"),
      (200, #"{"message":{"content":"half"},"done":false}"#, .network, "broke off"),
    ]
    for (status, body, kind, words) in answers {
      let server = try LoopbackServer { _, _, connection in
        connection.answer(status, body + "\n", headers: ["Content-Type: application/x-ndjson"])
      }
      var failure: TaskFailure?
      do throws(TaskFailure) {
        try await OllamaProvider(url: server.address, client: HTTPClient(), retry: Stream.retry(1)).answer(
          Self.request, Collector().receive)
      } catch { failure = error }
      #expect(failure?.kind == kind && failure?.text.contains(words) ?? false, "\(failure?.text ?? "")")
    }
  }

  @Test func goesOnWithoutThinking() async throws {
    let server = try LoopbackServer { request, _, connection in
      if request.text.contains("\"think\":") {
        connection.answer(400, #"{"error":"\"qwen3:8b\" does not support thinking"}"#)
      } else {
        Stream.lines(connection, Self.answer)
      }
    }
    let collector = Collector()
    try await OllamaProvider(url: server.address, client: HTTPClient()).answer(Self.request, collector.receive)
    #expect(collector.finished != nil && server.requests.count == 2)
  }

  @Test func listsModels() async throws {
    let server = try LoopbackServer { _, _, connection in
      connection.answer(
        200, #"{"models":[{"name":"qwen3:8b","details":{"parameter_size":"8.2B","quantization_level":"Q4_K_M"}},{"model":"x"},{}]}"#)
    }
    let models = try await OllamaProvider(url: server.address, client: HTTPClient()).models()
    #expect(models == [ModelOffer(id: "qwen3:8b", note: "8.2B Q4_K_M"), ModelOffer(id: "x")])
    #expect(server.requests.first?.path == "/api/tags")
  }

  @Test func readsAddresses() {
    let forms: [(String?, String, Bool)] = [
      (nil, "http://127.0.0.1:11434", true), (" ", "http://127.0.0.1:11434", true), ("127.0.0.1:9999", "http://127.0.0.1:9999", true),
      ("0.0.0.0", "http://127.0.0.1:11434", true), (":5000", "http://127.0.0.1:5000", true), ("localhost", "http://localhost:11434", true),
      ("gpu.example:80/", "http://gpu.example:80", false), ("https://gpu.example", "https://gpu.example:443", false),
      ("http://gpu.example/ollama/", "http://gpu.example:80/ollama", false), ("[::1]:7", "http://[::1]:7", true),
      ("::1", "http://[::1]:11434", true),
      ("\"10.0.0.9\"", "http://10.0.0.9:11434", false),
    ]
    for (text, url, isLocal) in forms {
      let address = OllamaAddress(text)
      #expect(address?.url == url && address?.isLocal == isLocal, "\(text ?? "none"): \(address?.url ?? "none")")
    }
    for text in ["ftp://x", "host:99999", "host:port", "user@host", "a b"] { #expect(OllamaAddress(text) == nil, "\(text)") }
  }
}
