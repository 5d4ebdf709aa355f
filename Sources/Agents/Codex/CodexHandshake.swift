import JSON
import Model

/// The first words with an app-server.
enum CodexHandshake {
  /// `initialize`: what ends background commands is among what codex calls experimental. What is switched off says nothing to an operator, and a lot of it.
  static let greeting: JSONValue = [
    "clientInfo": ["name": "carrel", "title": "Carrel", "version": "1"],
    "capabilities": [
      "experimentalApi": true,
      "optOutNotificationMethods": [
        "turn/diff/updated", "thread/readState/changed", "thread/settings/updated", "item/fileChange/outputDelta",
        "remoteControl/status/changed", "thread/started",
      ],
    ],
  ]

  /// `thread/start`, or `thread/resume` with a thread's id.
  static func opening(_ setup: AgentSetup, resuming thread: String?, _ stance: CodexStance, model: String?) -> (
    method: String, params: JSONValue
  ) {
    var params = JSONObject()
    params["cwd"] = .string(setup.workspace)
    params["approvalPolicy"] = .string(stance.approval)
    params["sandbox"] = .string(stance.sandbox)
    if let model { params["model"] = .string(model) }
    guard let thread else { return ("thread/start", .object(params)) }
    params["threadId"] = .string(thread)
    params["excludeTurns"] = true
    return ("thread/resume", .object(params))
  }

  /// Whether a program's last words say that it knows no app-server: older versions call it an unknown subcommand, or take it for a prompt.
  static func isMissing(_ words: String) -> Bool {
    let lower = words.lowercased()
    return ["unrecognized subcommand", "unexpected argument 'app-server'", "invalid subcommand", "stdin is not a terminal"].contains {
      lower.contains($0)
    }
  }
}
