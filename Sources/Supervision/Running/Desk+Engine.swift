package import Agents
import Configuration
import Model
import Platform
import Sandbox
import Secrets
import Storage

/// Credentials and sandbox for an engine's start.
extension Desk {
  /// Where an engine's credential comes from.
  enum Credential: Sendable {
    /// A value for this environment variable, and what to call its source.
    case value(variable: String, String, source: String)
    /// The engine's own login files by their place in the home, bound into the private home.
    case login(hostPath: String, files: [String: String])
    /// None is needed.
    case none
    /// None is there; what to do.
    case missing(String)

    /// What the task records; never a value.
    var source: String? {
      switch self {
      case .value(_, _, let source): source
      case .login(let path, _): "login file \(path), readable inside the sandbox"
      case .none, .missing: nil
      }
    }

    /// Whether there is one.
    var isThere: Bool {
      switch self {
      case .value, .login: true
      case .none, .missing: false
      }
    }

    /// Files to bind.
    var loginFiles: [String: String] {
      if case .login(_, let files) = self { return files }
      return [:]
    }
  }

  /// Finds an engine's credential: the configuration's key, else the first variable a client handed over, else the engine's login file.
  func credential(for engine: any CodingEngine, model: String?) async -> Credential {
    let variables = engine.credentialVariables(model: model)
    guard engine.needsCredential, !(variables.isEmpty && !engine.credentialVariables.isEmpty) else { return .none }
    if let configured = await configuredKey(of: engine, variable: variables.first) { return configured }
    for name in variables {
      if let value = credentials.value(name), !value.isEmpty {
        return .value(variable: name, value, source: "\(name) from the environment")
      }
    }
    let files = engine.loginFiles.filter { Files.exists("\(userHome)/\($0)") }
    if let first = engine.loginFiles.first, files.contains(first) {
      return .login(
        hostPath: "\(userHome)/\(first)",
        files: Dictionary(files.map { ("\(userHome)/\($0)", $0) }) { first, _ in first })
    }
    let names = variables.joined(separator: " or ")
    return .missing("Starting \(engine.name): there is no login. Set \(names) where you run carrel, or log in with `\(engine.name)` once.")
  }

  /// The key that the configuration names for an engine: a variable, a command, a file; nil when it names none.
  private func configuredKey(of engine: any CodingEngine, variable first: String?) async -> Credential? {
    guard let options = settings.engines[engine.name], let source = options.keySource else { return nil }
    let variable = options.keyEnvironment ?? first ?? ""
    do throws(SecretError) {
      guard let value = try await credentials.value(from: source) else {
        return .missing("Starting \(engine.name): its configured key (\(source)) is not there.")
      }
      return .value(variable: variable, value, source: source.description)
    } catch {
      return .missing("Starting \(engine.name): reading its configured key: \(error.text)")
    }
  }

  /// The environment of an engine's process: its credential, the base URLs that it reads, and what the configuration adds.
  func environment(for engine: any CodingEngine, _ credential: Credential) -> [String: String] {
    var result = settings.engines[engine.name]?.environment ?? [:]
    for name in engine.passedVariables { if let value = credentials.value(name) { result[name] = value } }
    if case .value(let variable, let value, _) = credential { result[variable] = value }
    return result
  }

  /// The environment in which an engine is asked about models: as for a task, if a credential is there.
  package func environment(for engine: any CodingEngine, model: String?) async -> [String: String] {
    var result = environment(for: engine, await credential(for: engine, model: model))
    for name in ["HOME", "PATH"] { result[name] = credentials.value(name) ?? result[name] }
    if let address = settings.engines[engine.name]?.baseURL { result["CARREL_BASE_URL"] = address }
    return result
  }

  /// What this machine's model server is looked for and started with.
  var ollamaEnvironment: [String: String] {
    var result = Environment.current.merging(credentials.all) { $1 }
    result["HOME"] = userHome
    return result
  }

  /// The variables that are asked of clients for this machine's model server.
  package static let ollamaVariables = ["OLLAMA_HOST", "OLLAMA_MODELS", "OLLAMA_KEEP_ALIVE", "CUDA_VISIBLE_DEVICES"]

  /// Why a task may not start without an operator's word about its sandbox, or nil.
  func unsandboxedReason(level: SandboxSummary.Level, repository: RepositoryLocation) async -> String? {
    if level == .files {
      return "The sandbox level \"files\" is not built yet: set [sandbox] level = \"isolated\", or confirm to run without a sandbox."
    }
    let missing: String? =
      level == .none ? "[sandbox] level = \"none\": agents run as you, with all your files." : sandbox.isAvailable ? nil : sandbox.text
    guard let missing else { return nil }
    if await isConfirmedUnsandboxed(repository) { return nil }
    return "\(missing) Run without a sandbox in \(repository.name)? (answer allow, for this repository)"
  }

  /// Whether an operator said that tasks of this repository may run without a sandbox.
  func isConfirmedUnsandboxed(_ repository: RepositoryLocation) async -> Bool {
    (try? await log.setting("unsandboxed:\(repository.source)")) == "yes"
  }
}
