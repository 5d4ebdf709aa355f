import JSON
import Platform

/// What claude asks a person at its first interactive start: its look, whether it may work in the directory, whether the key in the environment may be used. All
/// of it was answered by the start of the task; without it claude 2.1 wants to reach Anthropic's own servers before anything else. Kept where claude keeps it, in
/// `.claude.json` of its configuration directory.
enum ClaudeWelcome {
  /// Bytes of an old file that are read; a longer one is begun anew.
  private static let limit = 4 << 20

  /// The file with the answers; what else an old one says stays.
  /// - Parameters:
  ///   - old: what claude wrote there, which may be anything.
  ///   - key: the key in its environment.
  static func text(over old: String?, workspace: String, key: String?) -> String {
    var file = old.flatMap { try? JSONValue.parse($0) }?.object ?? JSONObject()
    file["hasCompletedOnboarding"] = true
    if file["theme"] == nil { file["theme"] = "dark" }
    var projects = file["projects"]?.object ?? JSONObject()
    var project = projects[workspace]?.object ?? JSONObject()
    project["hasTrustDialogAccepted"] = true
    project["hasCompletedProjectOnboarding"] = true
    projects[workspace] = .object(project)
    file["projects"] = .object(projects)
    if let key, !key.isEmpty {
      // claude remembers a key by its last twenty characters.
      file["customApiKeyResponses"] = ["approved": [.string(String(key.suffix(20)))], "rejected": []]
    }
    return JSONValue.object(file).serialized(pretty: true)
  }

  /// Writes the file. Blocks. No symbolic link that the agent may have left is followed.
  /// - Throws: `PlatformError.io`.
  static func prepare(home: String, directory: String, workspace: String, key: String?) throws(PlatformError) {
    let path = "\(directory)/.claude.json"
    let isPlain = Files.linkTarget(directory) == nil && Files.linkTarget(path) == nil && Files.isFile(path)
    let old = isPlain ? try? Files.readText(path, limit: limit) : nil
    try TurnFiles.write([path: Array(text(over: old, workspace: workspace, key: key).utf8)], in: home)
  }
}
