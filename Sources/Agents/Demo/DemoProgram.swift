import JSON
import Platform

/// The demo engine's program (`carrel demo-engine`): a scripted model behind claude's stream-json protocol. It really edits files in its working
/// directory; what it does follows from the prompt (`DemoScript`) and from marks in it (`DemoMarks`).
package enum DemoProgram {
  /// The model that it says it is.
  package static let model = "demo-1"

  /// Runs until its input ends. Blocks: to be called on a thread that is free for it. `arguments` are those after the program's name, as claude takes them.
  /// - Returns: the exit code.
  package static func main(
    arguments: [String], environment: [String: String], directory: String, input: Int32 = 0, output: Int32 = 1, errorOutput: Int32 = 2
  ) -> Int32 {
    let options = DemoOptions(arguments)
    let speaker = DemoSpeaker(output: output, errorOutput: errorOutput)
    let home = environment["HOME"] ?? directory
    var memory: DemoMemory
    if let resumed = options.resume {
      guard let found = DemoMemory.load(home: home, session: resumed) else {
        speaker.say([
          "type": "result", "subtype": "error_during_execution", "is_error": true, "num_turns": 0, "total_cost_usd": 0,
          "session_id": .string(resumed),
          "errors": [.string("No conversation found with session ID: \(resumed)")],
        ])
        speaker.complain("No conversation found with session ID: \(resumed)")
        return 1
      }
      memory = found
    } else {
      let id = options.session ?? RandomID.uuid()
      if DemoMemory.load(home: home, session: id) != nil {
        speaker.complain("Error: Session ID \(id) is already in use.")
        return 1
      }
      memory = DemoMemory(home: home, session: id)
    }
    memory.model = options.model ?? memory.model
    let pace = environment["CARREL_DEMO_PACE"].flatMap { Int32($0) }.map { max(0, min($0, 10_000)) } ?? 0
    var session = DemoSession(
      memory: memory, options: options, directory: directory, pace: pace, inbox: DemoInbox(input: input), speaker: speaker)
    return session.run()
  }
}
