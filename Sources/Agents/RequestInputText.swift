import JSON
import Model

/// A tool's input as requests carry it, for telling equal ones from others.
enum RequestInputText {
  /// Tools that run a command and let the model say in a word of its own what it is for.
  private static let shells: Set = ["bash", "shell", "execute", "run_shell_command", "terminal"]

  /// The compact text; nil when there is no input, or too much of it. What a model says about a command changes nothing of what runs, and is left out.
  /// - Parameter shown: what else the operator is shown of it (a diff), which then belongs to it.
  static func text(_ input: JSONValue, tool: String, shown: String = "") -> String? {
    guard var object = input.object, !object.isEmpty else { return nil }
    if shells.contains(tool.lowercased()), object["command"]?.string != nil { object["description"] = nil }
    let text = JSONValue.object(object).serialized() + (shown.isEmpty ? "" : "\n" + shown)
    return text.utf8.count <= RequestFingerprint.mostBytes ? text : nil
  }
}
