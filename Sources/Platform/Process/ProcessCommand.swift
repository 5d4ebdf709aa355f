internal import Glibc

/// A program to start, as a value. The child gets exactly what is said here: no variable and no descriptor is inherited.
package struct ProcessCommand: Hashable, Sendable {
  /// What the child reads.
  package enum Input: Hashable, Sendable {
    /// `/dev/null`.
    case null
    /// `ChildProcess.write`.
    case pipe
  }

  /// Where standard error goes.
  package enum ErrorOutput: Hashable, Sendable {
    /// `ChildProcess.errorOutput`.
    case pipe
    /// `/dev/null`.
    case null
    /// Into the standard output's pipe.
    case merged
    /// To our own standard error.
    case inherit
  }

  /// A path, or a name that is looked for in the command's own `PATH`.
  package var executable: String
  /// The arguments after the program's name.
  package var arguments: [String]
  /// The whole environment.
  package var environment: [String: String]
  /// The working directory; nil: ours.
  package var directory: String?
  /// Standard input.
  package var input: Input
  /// Standard error.
  package var errorOutput: ErrorOutput
  /// Further descriptors: number in the child (3 or more) → ours. Ours stay ours and have to stay open until the spawn is done.
  package var extraDescriptors: [Int32: Int32]
  /// A descriptor of ours that is the child's standard input, output and standard error together, such as a pseudo-terminal's; it goes before `input` and
  /// `errorOutput`, and the child's output pipe is at its end at once. It stays ours and has to stay open until the spawn is done.
  package var terminal: Int32?
  /// Whether what is left of the child's process group is killed when the child has ended.
  package var endsGroup: Bool

  /// A command without input whose standard error is a pipe.
  package init(_ executable: String, _ arguments: [String] = [], environment: [String: String] = [:], directory: String? = nil) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
    input = .null
    errorOutput = .pipe
    extraDescriptors = [:]
    endsGroup = false
  }

  /// The path of a program: a name with a slash is taken as it is, any other is looked for in `path` (colon-separated; empty and relative
  /// entries are passed over). Nil when there is no executable file of that name.
  package static func find(_ name: String, path: String?) -> String? {
    guard !name.isEmpty else { return nil }
    if name.utf8.contains(UInt8(ascii: "/")) { return isProgram(name) ? name : nil }
    for entry in (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":") where entry.hasPrefix("/") {
      let candidate = "\(entry)/\(name)"
      if isProgram(candidate) { return candidate }
    }
    return nil
  }

  private static func isProgram(_ path: String) -> Bool {
    var found = stat()
    return stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}
