/// What a tool changes, which decides about permissions.
enum ToolEffect: Hashable, Sendable {
  /// Nothing.
  case reads
  /// Files of the workspace.
  case writes
  /// Anything: it runs programs.
  case runs
}
