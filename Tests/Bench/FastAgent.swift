import Glibc

/// An agent that speaks claude's protocol as fast as its pipe takes it: the command of the demo engine in `events`. How much it says is in its prompt:
/// `[[bench:ROUNDS]]`; `[[bench-hum:SECONDS]]` is at work and says nothing, `[[bench-lines:RATE]]` says so many lines a second, each with the time,
/// `[[bench-change:1]]` changes every line of the project.
enum FastAgent {
  /// Lines of one round: 40 pieces of text, what frames them, a call and its result.
  static let linesPerRound = 48
  static let first = "bench-begin"
  static let last = "bench-end"

  static func run() -> Int32 {
    while let line = readLine(strippingNewline: true) {
      guard line.contains(#""type":"user""#) else { continue }
      if let seconds = number(line, "bench-hum") {
        speak(0, waits: seconds)
        continue
      }
      if number(line, "bench-change") != nil { change() }
      if let rate = number(line, "bench-lines") {
        stream(rate)
        continue
      }
      let rounds = line.firstRange(of: "[[bench:").map { Int(line[$0.upperBound...].prefix { $0.isNumber }) ?? 1 } ?? 1
      speak(rounds)
    }
    return 0
  }

  private static func number(_ line: String, _ mark: String) -> Int? {
    line.firstRange(of: "[[\(mark):").flatMap { Int(line[$0.upperBound...].prefix { $0.isNumber }) }
  }

  /// Another word on every line of every file two levels down.
  private static func change() {
    func names(_ path: String) -> [String] {
      guard let directory = opendir(path) else { return [] }
      defer { closedir(directory) }
      var names: [String] = []
      while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if !name.hasPrefix(".") { names.append(name) }
      }
      return names
    }
    for folder in names(".") where folder.hasPrefix("part") {
      for name in names(folder) {
        let text = Proc.text("\(folder)/\(name)").split(separator: "value", omittingEmptySubsequences: false).joined(separator: "worth")
        let file = open("\(folder)/\(name)", O_WRONLY | O_TRUNC | O_CLOEXEC)
        guard file >= 0 else { continue }
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        close(file)
      }
    }
  }

  /// Lines in a block of code, a hundred times a second, for twenty seconds.
  private static func stream(_ rate: Int) {
    var out: [UInt8] = []
    func event(_ body: String) {
      out.append(
        contentsOf:
          #"{"type":"stream_event","event":{\#(body)},"parent_tool_use_id":null,"session_id":"00000000-0000-4000-8000-000000000001","uuid":"00000000-0000-4000-8000-000000000002"}"#
          .utf8)
      out.append(10)
    }
    out.append(
      contentsOf: (#"{"type":"system","subtype":"init","cwd":"/","tools":[],"model":"bench","session_id":"00000000-0000-4000-8000-000000000001"}"#
        + "\n").utf8)
    func delta(_ text: String) {
      event(#""type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\#(text)"}"#)
    }
    let begun = Moment.now
    var said = 0
    for message in 0... {
      event(#""type":"message_start","message":{"id":"msg_\#(message)","role":"assistant","model":"bench"}"#)
      event(#""type":"content_block_start","index":0,"content_block":{"type":"text"}"#)
      delta("```\\n")
      // A second each, so that no message is longer than real ones are.
      let end = Moment.now + 1000
      while Moment.now < end {
        let due = Int((Moment.now - begun) * Double(rate) / 1000) - said
        var text = ""
        for number in 0..<max(0, due) { text += "line \(said + number) at=\(Moment.now) is as long as lines are\\n" }
        said += max(0, due)
        delta(text)
        flush(&out)
        usleep(10_000)
      }
      delta("```\\n")
      event(#""type":"content_block_stop","index":0"#)
      event(#""type":"message_stop""#)
      flush(&out)
      if Moment.now - begun > 20_000 { break }
    }
    speak(0)
  }

  private static func speak(_ rounds: Int, waits seconds: Int = 0) {
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
    if seconds > 0 { sleep(UInt32(seconds)) }
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
