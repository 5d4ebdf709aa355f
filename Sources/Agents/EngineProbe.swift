import Model
import Platform

/// How an engine stands on this machine: the part of `CodingEngine.status` that is the same for all.
enum EngineProbe {
  /// Finds the program, asks its version with these arguments, and looks for a credential. `logIn` is how to log in, for the problem's text.
  static func status(
    _ engine: any CodingEngine, program: String, environment: [String: String], versionArguments: [String] = ["--version"], logIn: String
  ) async -> EngineStatus {
    let names = engine.credentialVariables + engine.passedVariables
    let set = Dictionary(names.map { ($0, !(environment[$0] ?? "").isEmpty) }) { first, _ in first }
    var status = EngineStatus(
      name: engine.name, installHint: engine.installHint, variables: set, capabilities: engine.capabilities.names)
    var places = environment
    if places["PATH"] == nil { places["PATH"] = Environment.current["PATH"] }
    guard let path = ProgramSearch.find(program, environment: places) else {
      status.problem = missing(engine, program)
      return status
    }
    status.path = path
    if let variable = engine.credentialVariables.first(where: { set[$0] ?? false }) {
      status.credential = "\(variable) from the environment"
    } else if !engine.needsCredential {
      status.credential = "none needed"
    } else if let home = environment["HOME"] ?? Environment.home,
      let file = engine.loginFiles.first(where: { Files.isFile("\(home)/\($0)") })
    {
      status.credential = "login file \(home)/\(file)"
    } else {
      let variables = engine.credentialVariables.joined(separator: " or ")
      status.problem = "no login: " + (variables.isEmpty ? logIn : "set \(variables), or \(logIn)")
    }
    guard !versionArguments.isEmpty else { return status }
    status.version = await version(path, versionArguments, home: environment["HOME"])
    if status.version == nil {
      status.problem = "\(path) does not answer to \(versionArguments.joined(separator: " ")); is it \(engine.name)?"
    }
    return status
  }

  /// The program, ready for a sandbox.
  /// - Throws: `TaskFailure(.engine)` when it is missing, with how to install it.
  static func program(_ engine: any CodingEngine, named command: String) throws(TaskFailure) -> AgentProgram {
    guard let path = ProgramSearch.find(command, environment: Environment.current) else {
      throw TaskFailure(.engine, "Starting \(engine.name): \(missing(engine, command)).")
    }
    let needs = ProgramSearch.needs(path, environment: Environment.current)
    return AgentProgram(
      engine: engine.name, path: needs.path, readOnly: needs.readOnly, searchPath: needs.search,
      credentialVariables: engine.credentialVariables)
  }

  private static func missing(_ engine: any CodingEngine, _ command: String) -> String {
    let isOther = command != engine.name && command.contains("/")
    let what = isOther ? "there is no program \(command)" : "\(command) is not installed"
    return "\(what): \(engine.installHint), or set command under [engine.\(engine.name)] in the configuration"
  }

  /// The first word with a digit in the first line of what a program says to this; nil when it fails or says nothing within 15 seconds.
  private static func version(_ path: String, _ arguments: [String], home: String?) async -> String? {
    let needs = ProgramSearch.needs(path, environment: Environment.current)
    let search = (["/usr/local/bin:/usr/bin:/bin", Files.parent(of: path)] + needs.search).joined(separator: ":")
    var command = ProcessCommand(
      path, arguments, environment: ["PATH": search, "HOME": home ?? "/", "DISABLE_AUTOUPDATER": "1", "NO_COLOR": "1"])
    command.errorOutput = .null
    guard let result = try? await ProcessRunner.run(command, timeoutSeconds: 15, outputLimit: 1 << 16), result.exit.isSuccess else {
      return nil
    }
    let line = result.text.firstLine(limit: 100)
    guard !line.isEmpty else { return nil }
    let words = line.split(separator: " ").map(String.init)
    return words.first { $0.contains { $0.isNumber } && $0.contains(".") } ?? words.first
  }
}
