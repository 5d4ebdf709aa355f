import Platform

/// The `PATH` of a turn's program: the system's own directories, then what the program needs, then its own directory.
enum TurnPath {
  /// For a program that was found.
  static func path(_ program: AgentProgram) -> String {
    let standard = ["/usr/local/bin", "/usr/bin", "/bin"]
    let own = program.searchPath + [Files.parent(of: program.path)]
    return (standard + own.filter { !$0.isEmpty && !standard.contains($0) }).joined(separator: ":")
  }
}
