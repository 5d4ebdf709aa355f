/// The program of one turn.
struct TurnRun: Hashable, Sendable {
  /// What is started.
  var command: AgentCommand
  /// What it reads on standard input, which is closed after it; empty: it finds the end at once.
  var input: [UInt8] = []
  /// Files that are written before it starts, by absolute path, readable by this user only.
  var files: [String: [UInt8]] = [:]
  /// Files and directories that it leaves and that are removed after it, by absolute path.
  var leftovers: [String] = []
}
