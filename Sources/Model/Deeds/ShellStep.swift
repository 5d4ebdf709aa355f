/// What a shell command does, as far as it matters: a test, build or lint that it runs, or something that may change files; in order.
enum ShellStep: Hashable {
  /// It runs a command that is known.
  case run(DeedKind, command: String, isPart: Bool, StatusShown)
  /// It may have changed files; what did.
  case change(String)
}
