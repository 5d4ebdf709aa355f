/// What the model, or the stand-in of an agent, is to do in a turn, whatever the engine.
enum Deed: Hashable, Sendable {
  /// Closes with this text.
  case say(String)
  /// Thinks this before.
  case think(String)
  /// Writes a file with this line.
  case write(String, String)
  /// Runs a shell command.
  case run(String)
  /// Asks a question with two options.
  case question
  /// Hears a word.
  case remember(String)
  /// Says the words that it heard.
  case recall
  /// Begins its text, and is held back until this name is released.
  case hang(String)
  /// Says nothing until this name is released.
  case silence(String)
  /// Fails with this HTTP status, so often (nil: always).
  case error(Int, times: Int?)
  /// Cuts the stream, so often (nil: always).
  case drop(times: Int?)
  /// Has reached its plan's limit.
  case limit
  /// Finds the conversation too long.
  case context
  /// Says escape sequences, controls, bidi overrides, very long lines.
  case hostile

  /// The mark of the scripted model (TestSupport/ModelServer/marks.py).
  var mark: String {
    switch self {
    case .say(let text): "[[model:say \(text)]]"
    case .think(let text): "[[model:think \(text)]]"
    case .write(let path, let text): "[[model:write \(path) \(text)]]"
    case .run(let command): "[[model:bash \(command)]]"
    case .question: "[[model:question]]"
    case .remember(let word): "[[model:remember \(word)]]"
    case .recall: "[[model:recall]]"
    case .hang(let name): "[[model:hang \(name)]]"
    case .silence(let name): "[[model:silent \(name)]]"
    case .error(let status, let times): "[[model:error \(status)\(times.map { " \($0)" } ?? "")]]"
    case .drop(let times): "[[model:drop\(times.map { " \($0)" } ?? "")]]"
    case .limit: "[[model:limit]]"
    case .context: "[[model:context]]"
    case .hostile: "[[model:hostile]]"
    }
  }

  /// The mark of the demo engine; nil where it has none.
  var demoMark: String? {
    switch self {
    case .say: "[[demo:nochange]]"
    case .write(let path, let text): "[[demo:write \(path) \(text)]]"
    case .question: "[[demo:question]]"
    case .hang: "[[demo:hang]]"
    case .error(401, _): "[[demo:auth]]"
    case .limit: "[[demo:limit 60]]"
    case .hostile: "[[demo:escapes]] [[demo:nochange]]"
    case .remember(let word): "[[demo:remember \(word)]] [[demo:nochange]]"
    case .recall: "[[demo:recall]]"
    default: nil
    }
  }
}
