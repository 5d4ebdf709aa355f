import Glibc
import JSON
import Platform

extension DemoSession {
  /// Plays the turn of a prompt and returns its closing summary.
  mutating func play(_ prompt: String) throws(Stop) -> String {
    let marks = DemoMarks(prompt)
    if marks.has("slow"), pace == 0 { pace = 100 }
    try trouble(marks)
    let script = DemoScript(prompt: prompt) { [self] in text(of: $0) }
    if mode == "plan", try !plan(script) {
      let text = "I leave it at the plan."
      try speak(text)
      return text
    }
    memory.words += marks.arguments("remember")
    if marks.has("recall") {
      let text = "Remembered: \(memory.words.isEmpty ? "nothing" : memory.words.joined(separator: " "))."
      try speak(text)
      return text
    }
    if marks.has("nochange") {
      let text = "There is nothing to change for “\(script.title)”."
      try speak(text, thinking: "Is there anything to do?")
      return text
    }
    let writes = marks.arguments("write").compactMap { argument -> DemoEdit? in
      let path = argument.prefix { $0 != " " }
      return path.isEmpty ? nil : DemoEdit(path: String(path), old: nil, new: String(argument.dropFirst(path.count + 1)) + "\n")
    }
    let edits = writes.isEmpty ? script.edits : writes
    try speak("I will look at the project first.", thinking: "The ticket says: \(script.title). Let me see which files it is about.")
    try todo(edits, done: 0)
    try list()
    if marks.has("question") { try question() }
    if marks.has("ask") { try touch() }
    var refused = 0
    for (index, edit) in edits.enumerated() {
      if text(of: edit.path) != nil {
        let path = inside(edit.path) ?? edit.path
        let content = text(of: edit.path) ?? ""
        try call("Read", ["file_path": .string(path)]) { _ in (content, ["type": "text"]) }
      }
      if try !make(edit) { refused += 1 }
      try todo(edits, done: index + 1)
    }
    let paths = edits.map(\.path).joined(separator: ", ")
    let summary =
      refused == 0 ? "Done: \(script.title). Changed \(paths)." : "I was not allowed to change \(paths); nothing else is to be done."
    try speak(summary)
    return summary
  }

  private mutating func todo(_ edits: [DemoEdit], done: Int) throws(Stop) {
    var todos: [JSONValue] = [
      ["content": "Look at the project", "status": .string(done > 0 ? "completed" : "in_progress"), "activeForm": "Looking"]
    ]
    for (index, edit) in edits.enumerated() {
      let status = index < done ? "completed" : index == done && done > 0 ? "in_progress" : "pending"
      todos.append(["content": .string("Change \(edit.path)"), "status": .string(status), "activeForm": "Changing"])
    }
    try call("TodoWrite", ["todos": .array(todos)]) { _ in ("Todos have been modified.", [:]) }
  }

  private mutating func list() throws(Stop) {
    let names = ((try? Files.list(directory)) ?? []).filter { !$0.hasPrefix(".") }.joined(separator: "\n")
    try call("Bash", ["command": "ls", "description": "List the files"]) { _ in
      (names, ["stdout": .string(names), "stderr": "", "interrupted": false])
    }
  }

  private mutating func question() throws(Stop) {
    let text = "Which greeting shall it be?"
    let options: JSONValue = [["label": "Hello", "description": "plain"], ["label": "Good morning", "description": "polite"]]
    let input: JSONValue = ["questions": [["question": .string(text), "header": "Greeting", "options": options, "multiSelect": false]]]
    let id = "toolu_" + RandomID.uuid()
    assistant("msg_" + RandomID.uuid(), ["type": "tool_use", "id": .string(id), "name": "AskUserQuestion", "input": input])
    let answer = try permission("AskUserQuestion", input, toolID: id, interaction: true)
    let chosen = answer["updatedInput"]?["answers"]?[text]?.string
    let refused = answer["behavior"]?.string != "allow"
    finished(
      id, chosen.map { "The answer is: \($0)" } ?? answer["message"]?.string ?? "There was no answer.", failed: refused, details: nil,
      refused: refused)
    try make(DemoEdit(path: "GREETING.md", old: nil, new: "\(chosen ?? "Hello")\n"))
  }

  private mutating func touch() throws(Stop) {
    guard let path = inside("approved.txt") else { return }
    try call("Bash", ["command": "touch approved.txt", "description": "Needs an approval"], ask: true) { _ in
      try? Files.writeAtomically([], to: path, mode: 0o644)
      return ("", ["stdout": "", "stderr": "", "interrupted": false])
    }
  }

  /// Asks for the approval of a plan, up to three times with what was said put in. False when it was not approved.
  private mutating func plan(_ script: DemoScript) throws(Stop) -> Bool {
    var remark = ""
    for _ in 0..<3 {
      try speak("Here is my plan.", thinking: "The operator wants a plan first.")
      let steps = script.edits.enumerated().map { "\($0.offset + 1). Change `\($0.element.path)`\n" }.joined()
      let text = "# Plan: \(script.title)\n\n\(steps)" + (remark.isEmpty ? "" : "\nAs you said: \(remark)\n")
      let id = "toolu_" + RandomID.uuid()
      assistant(
        "msg_" + RandomID.uuid(), ["type": "tool_use", "id": .string(id), "name": "ExitPlanMode", "input": ["plan": .string(text)]])
      let answer = try permission("ExitPlanMode", ["plan": .string(text)], toolID: id, interaction: true)
      if answer["behavior"]?.string == "allow" {
        mode = "default"
        remember(answer["updatedPermissions"]?.array ?? [])
        finished(id, "User has approved exiting plan mode. You can now proceed.", failed: false, details: nil)
        return true
      }
      remark = answer["message"]?.string ?? ""
      finished(id, remark, failed: true, details: nil, refused: true)
      if inbox.ended { return false }
    }
    return false
  }

  // MARK: Trouble

  private mutating func trouble(_ marks: DemoMarks) throws(Stop) {
    if let argument = marks.argument("overloaded") {
      let times = Int(argument) ?? 1
      if memory.count("overloaded") < times {
        for attempt in 1...2 as ClosedRange<Int64> { retry(attempt, status: 529, word: "overloaded") }
        throw failed(status: 529, word: "server_error", text: "API Error: Repeated 529 Overloaded errors. The API is at capacity.")
      }
    }
    if let argument = marks.argument("limit"), memory.count("limit") == 0 {
      let reset = Double(time(nil)) + (Double(argument) ?? 2)
      let info: JSONValue = ["status": "rejected", "resetsAt": .double(reset), "rateLimitType": "five_hour"]
      speaker.say(stamped(["type": "rate_limit_event", "rate_limit_info": info]))
      throw failed(status: 429, word: "rate_limit", text: "You've hit your 5-hour limit", more: ["api_error": "usage_limit_reached"])
    }
    if marks.has("auth") { throw failed(status: 401, word: "authentication_failed", text: "Invalid API key · Fix external API key") }
    if marks.has("hang") {
      try speak("I am thinking about it.")
      while !inbox.ended { try pause(milliseconds: 1000) }
      throw .crash(0)
    }
    if marks.has("crash") {
      try speak("This is the last that you hear of me.")
      speaker.complain("demo: crashing as asked")
      throw .crash(7)
    }
    if marks.has("escapes") { try escapes() }
    if marks.has("flood") { try flood() }
    if marks.has("malformed") { malformed() }
  }

  private mutating func escapes() throws(Stop) {
    let nasty =
      "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7} \u{1b}]52;c;ZXZpbA==\u{7} \u{9b}2J \u{202e}desrever\u{202c} \u{7}bell \r over \u{0}nul"
    try speak("Escapes: \(nasty)", thinking: nasty)
    try call("Read", ["file_path": .string("a\u{1b}[2Jb\n.txt")]) { _ in (nasty, [:]) }
    speaker.complain("stderr \(nasty)")
    speaker.say(raw: nasty)
  }

  private mutating func flood() throws(Stop) {
    let line = "All work and no play makes a dull agent. 0123456789 äöü 😀\n"
    try speak(String(repeating: line, count: 2000))
    let big = String(repeating: line, count: 40_000)
    try call("Read", ["file_path": "flood.txt"]) { _ in (big, [:]) }
    for number in 0..<2000 { speaker.complain("flood line \(number)") }
  }

  private func malformed() {
    speaker.say(raw: "this is not JSON")
    speaker.say(raw: #"{"type":"assistant","message":{"id":"#)
    speaker.say(["type": "never_heard_of", "x": 1])
    speaker.say(["type": "assistant"])
    speaker.say(["type": "user", "message": ["content": [["type": "tool_result", "tool_use_id": "toolu_unknown", "content": "x"]]]])
  }
}
