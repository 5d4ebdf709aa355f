internal import CSystem
internal import Glibc
internal import Platform

/// Runs git calls. Holds where git is and what every call gets; safe to use from anywhere.
package struct GitProgram: Sendable {
  /// The absolute path of git.
  let path: String
  /// The program that answers as credential helper: `<helper> credential FD OPERATION`.
  let helper: String?
  /// Proxy and certificate settings that calls to remotes get, by name.
  let network: [String: String]
  /// See `StateLayout.sourceConfiguration`; nil: none.
  var sourceConfiguration: String?

  /// Looks for git in the system's directories.
  /// - Parameters:
  ///   - helper: the absolute path of `carrel`, which answers `credential FD OPERATION`; nil: tokens cannot be used.
  ///   - environment: where proxy and certificate settings are taken from; everything else in it is ignored.
  ///   - directories: where git is looked for, as in `PATH`.
  /// - Throws: `WorkspaceError.gitMissing`.
  package init(
    helper: String?, environment: [String: String] = [:], directories: String = "/usr/local/bin:/usr/bin:/bin"
  ) throws(WorkspaceError) {
    guard let found = ProcessCommand.find("git", path: directories) else {
      throw .gitMissing("it is not in \(directories)")
    }
    path = found
    self.helper = helper
    let kept: Set = [
      "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
      "GIT_SSL_CAINFO",
    ]
    network = environment.filter { kept.contains($0.key) }
  }

  /// What a call printed, and how it ended.
  struct Outcome {
    var code: Int32
    var output: [UInt8]
    var errorOutput: [UInt8]
    /// The first line of the output.
    var line: String { String(decoding: output.prefix { $0 != 10 }, as: UTF8.self) }
  }

  /// Runs a call and returns what it printed.
  /// - Throws: the plain error for a time-out or a non-zero code.
  @discardableResult
  func output(_ call: GitCall) async throws(WorkspaceError) -> [UInt8] {
    let outcome = try await outcome(call)
    guard outcome.code == 0 else { throw failure(of: outcome, call) }
    return outcome.output
  }

  /// Runs a call and returns the first line of what it printed.
  func line(_ call: GitCall) async throws(WorkspaceError) -> String {
    let bytes = try await output(call)
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }

  /// The plain error for a call that ended with a non-zero code.
  func failure(of outcome: Outcome, _ call: GitCall) -> WorkspaceError {
    GitFailure.classify(
      errorOutput: outcome.errorOutput + outcome.output.prefix(4096), doing: call.doing, remote: call.remote?.withoutPassword)
  }

  /// Runs a call; a non-zero code is the caller's to judge.
  /// - Throws: when git cannot be started or does not end in time.
  func outcome(_ call: GitCall) async throws(WorkspaceError) -> Outcome {
    var command = ProcessCommand(
      path, call.commandLine(helper: helper), environment: call.environment(sourceConfiguration: sourceConfiguration, network: network),
      directory: call.directory ?? "/")
    var record: Int32 = -1
    defer { if record >= 0 { close(record) } }
    if case .remote(_, let scheme, let host, _) = call.remote, scheme.hasPrefix("http"), let token = call.credentials.token, helper != nil {
      let bytes = CredentialAnswer.record(scheme: scheme, host: host, user: call.credentials.user, token: token)
      record = cs_memory_file("carrel-credential", bytes, bytes.count)
      guard record >= 0 else { throw SystemFailure(-record).error(call.doing) }
      command.extraDescriptors[Int32(GitCall.credentialDescriptor)] = record
    }
    do throws(PlatformError) {
      let result = try await ProcessRunner.run(
        command, input: call.input, timeoutSeconds: call.seconds, outputLimit: call.outputLimit)
      let code: Int32 =
        switch result.exit {
        case .code(let code): Int32(truncatingIfNeeded: code)
        case .signal: 255
        }
      return Outcome(code: code, output: result.output, errorOutput: result.errorOutput)
    } catch {
      switch error {
      case .spawn(_, let reason): throw .gitMissing(reason)
      case .timeout(_, let seconds): throw .timeout(doing: call.doing, seconds: seconds)
      default: throw .git(doing: call.doing, detail: error.text)
      }
    }
  }
}
