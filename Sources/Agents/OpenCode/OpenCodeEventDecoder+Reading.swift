import JSON
import Model

extension OpenCodeEventDecoder {
  /// What was said before this process: nothing of it is told again. `messages` is the answer to `GET /session/{id}/message`.
  mutating func skip(_ messages: JSONValue) {
    for message in messages.array ?? [] {
      if let id = message["info"]?["id"]?.string { roles[id] = message["info"]?["role"]?.string == "assistant" ? .assistant : .user }
      for part in message["parts"]?.array ?? [] {
        if let id = part["id"]?.string { remember(id) }
      }
    }
  }

  /// The messages of one of our sessions as they are now, after the stream was cut: tells what was missed. Texts that are still being written are told by their whole
  /// when it comes, because pieces of them may be in both.
  mutating func read(_ messages: JSONValue) -> Output {
    var output = Output()
    for message in messages.array ?? [] {
      self.message(message["info"] ?? [:], &output)
      for part in message["parts"]?.array ?? [] { self.part(part, delta: nil, &output) }
    }
    for id in texts.keys { texts[id]?.isStale = true }
    return output
  }
}
