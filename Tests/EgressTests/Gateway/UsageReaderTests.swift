import Model
import Testing

@testable import Egress

@Suite("the gateway's reading of tokens")
struct UsageReaderTests {
  private struct Answer: Sendable, CustomTestStringConvertible {
    let name: String
    let type: String
    let text: String
    let tokens: TokenCount
    let model: String?
    var testDescription: String { name }
  }

  private static let answers = [
    Answer(
      name: "Messages, streamed", type: "text/event-stream; charset=utf-8",
      text: """
        event: message_start
        data: {"type":"message_start","message":{"id":"m","model":"claude-sonnet-4-5-20250929","usage":{"input_tokens":25,"cache_read_input_tokens":7,"cache_creation_input_tokens":3,"output_tokens":1}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"the \\"usage\\": is {"}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}

        event: message_stop
        data: {"type":"message_stop"}


        """, tokens: TokenCount(input: 25, output: 15, cacheRead: 7, cacheWrite: 3), model: "claude-sonnet-4-5-20250929"),
    Answer(
      name: "Messages, whole", type: "application/json",
      text: #"{"type":"message","model":"m","content":[],"usage":{"input_tokens":3,"output_tokens":4,"cache_read_input_tokens":null}}"#,
      tokens: TokenCount(input: 3, output: 4), model: "m"),
    Answer(
      name: "Chat Completions, streamed", type: "text/event-stream",
      text: "data: {\"model\":\"gpt-5\",\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":null}\n\n"
        + "data:{\"model\":\"gpt-5\",\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":9,\"prompt_tokens_details\":{\"cached_tokens\":40}}}\r\n\r\ndata: [DONE]\n\n",
      tokens: TokenCount(input: 60, output: 9, cacheRead: 40), model: "gpt-5"),
    Answer(
      name: "Responses, streamed", type: "text/event-stream",
      text:
        "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"model\":\"gpt-5.5\",\"usage\":{\"input_tokens\":50,\"input_tokens_details\":{\"cached_tokens\":20},\"output_tokens\":8}}}\n\n",
      tokens: TokenCount(input: 30, output: 8, cacheRead: 20), model: "gpt-5.5"),
    Answer(
      name: "Gemini, streamed", type: "text/event-stream",
      text:
        "data: {\"candidates\":[],\"usageMetadata\":{\"promptTokenCount\":11,\"candidatesTokenCount\":1},\"modelVersion\":\"gemini-2.5-pro\"}\r\n\r\n"
        + "data: {\"candidates\":[],\"usageMetadata\":{\"promptTokenCount\":11,\"cachedContentTokenCount\":4,\"candidatesTokenCount\":5,\"thoughtsTokenCount\":6},\"modelVersion\":\"gemini-2.5-pro\"}\r\n\r\n",
      tokens: TokenCount(input: 7, output: 11, cacheRead: 4), model: "gemini-2.5-pro"),
    Answer(
      name: "Gemini, a list", type: "application/json; charset=UTF-8",
      text:
        "[{\"usageMetadata\": {\"promptTokenCount\": 2}}\n,\n{\"usageMetadata\": {\"promptTokenCount\": 2, \"candidatesTokenCount\": 3}}\n]",
      tokens: TokenCount(input: 2, output: 3), model: nil),
    Answer(
      name: "Ollama", type: "application/x-ndjson",
      text:
        "{\"model\":\"llama3\",\"message\":{\"content\":\"x\"},\"done\":false}\n{\"model\":\"llama3\",\"done\":true,\"prompt_eval_count\":26,\"eval_count\":298}\n",
      tokens: TokenCount(input: 26, output: 298), model: "llama3"),
  ]

  @Test("every form is counted, wherever its bytes are torn", arguments: answers) private func forms(answer: Answer) {
    let bytes = Array(answer.text.utf8)
    for cut in 0..<bytes.count {
      var reader = UsageReader(contentType: answer.type, contentEncoding: nil)
      reader.take(Array(bytes[..<cut]))
      reader.take(Array(bytes[cut...]))
      reader.finish()
      #expect(reader.figures.tokens == answer.tokens, "cut at \(cut)")
      #expect(reader.figures.model == answer.model)
      #expect(reader.figures.isFinal)
      #expect(reader.bytes == bytes.count)
    }
  }

  @Test("figures without sense do no harm") func nonsense() {
    var reader = UsageReader(contentType: "application/json", contentEncoding: nil)
    reader.take(Array(#"{"usage":{"prompt_tokens":-5,"completion_tokens":9e300,"prompt_tokens_details":{"cached_tokens":77}}}"#.utf8))
    reader.finish()
    #expect((reader.figures.tokens?.input ?? 0) == 0 && (reader.figures.tokens?.cacheRead ?? 0) == 0)
  }

  @Test("an event without an end is not held for ever") func bounded() {
    var reader = UsageReader(contentType: "text/event-stream", contentEncoding: nil)
    for _ in 0..<20 { reader.take([UInt8](repeating: 0x61, count: 1 << 20)) }
    reader.take(Array("\ndata: {\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n".utf8))
    #expect(reader.figures.tokens == TokenCount(input: 1, output: 2))
  }

  @Test("an answer that was cut is known to be") func cut() {
    var reader = UsageReader(contentType: "text/event-stream", contentEncoding: nil)
    reader.take(Array("data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n".utf8))
    #expect(reader.figures.tokens == TokenCount(input: 25, output: 1))
    #expect(!reader.figures.isFinal)
  }
}
