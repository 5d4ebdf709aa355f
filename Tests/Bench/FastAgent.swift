import Glibc

/// An agent that speaks claude's protocol as fast as its pipe takes it: the command of the demo engine in `events`. How much it says is in its prompt:
/// `[[bench:ROUNDS]]`.
enum FastAgent {
  /// Lines of one round: 40 pieces of text, what frames them, a call and its result.
  static let linesPerRound = 48
  static let first = "bench-begin"
  static let last = "bench-end"

  static func run() -> Int32 {
    while let line = readLine(strippingNewline: true) {
      guard line.contains(#""type":"user""#) else { continue }
      let rounds = line.firstRange(of: "[[bench:").map { Int(line[$0.upperBound...].prefix { $0.isNumber }) ?? 1 } ?? 1
      speak(rounds)
    }
    return 0
  }

  private static func speak(_ rounds: Int) {
    var out: [UInt8] = []
    func say(_ line: String) {
      out.append(contentsOf: line.utf8)
      out.append(10)
      if out.count >= 65_536 { flush(&out) }
    }
    let stamp =
      #""parent_tool_use_id":null,"session_id":"00000000-0000-4000-8000-000000000001","uuid":"00000000-0000-4000-8000-000000000002""#
    func event(_ body: String) { say(#"{"type":"stream_event","event":{\#(body)},\#(stamp)}"#) }
    func message(_ id: String, _ content: String) {
      say(
        #"{"type":"assistant","message":{"id":"\#(id)","type":"message","role":"assistant","model":"bench","content":[\#(content)]},\#(stamp)}"#
      )
    }
    func text(_ id: String, _ text: String) { message(id, #"{"type":"text","text":"\#(text)"}"#) }
    say(
      #"{"type":"system","subtype":"init","cwd":"/","tools":["Bash"],"model":"bench","session_id":"00000000-0000-4000-8000-000000000001"}"#)
    text("msg_first", first)
    flush(&out)
    let piece = "twenty-four characters. "
    let whole = String(repeating: piece, count: 40)
    for round in 0..<rounds {
      let id = "msg_\(round)"
      event(#""type":"message_start","message":{"id":"\#(id)","role":"assistant","model":"bench"}"#)
      event(#""type":"content_block_start","index":0,"content_block":{"type":"text"}"#)
      for _ in 0..<40 { event(#""type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#(piece)"}"#) }
      text(id, whole)
      event(#""type":"content_block_stop","index":0"#)
      event(#""type":"message_stop""#)
      message("\(id)_t", #"{"type":"tool_use","id":"toolu_\#(round)","name":"Bash","input":{"command":"make test"}}"#)
      say(
        #"{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_\#(round)","content":"12 passed"}]},\#(stamp)}"#
      )
    }
    text("msg_last", last)
    say(
      #"{"type":"result","subtype":"success","is_error":false,"terminal_reason":"completed","result":"finished","total_cost_usd":0.01,"session_id":"00000000-0000-4000-8000-000000000001"}"#
    )
    flush(&out)
  }

  private static func flush(_ bytes: inout [UInt8]) {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      start += count
    }
    bytes.removeAll(keepingCapacity: true)
  }
}
