import JSON
import Model
import Providers
import Platform

/// The agent's side of the Agent Client Protocol, version 1 (https://agentclientprotocol.com): requests in, answers out. Requests are taken up in their order; only a
/// prompt is answered later than the next one is read.
actor AgentServer {
  let connection: ClientConnection
  let backend: AgentBackend
  let options: BuiltInOptions
  let environment: [String: String]
  let shelf: SessionShelf
  private var sessions: [String: AgentSession] = [:]
  private var asksQuestions = false
  private var turns: [Task<Void, Never>] = []

  init(_ connection: ClientConnection, backend: AgentBackend, options: BuiltInOptions, environment: [String: String]) {
    self.connection = connection
    self.backend = backend
    self.options = options
    self.environment = environment
    shelf = SessionShelf(environment: environment)
  }

  /// Takes a message of the client.
  func receive(_ message: JSONValue) async {
    guard let method = message["method"]?.string else {
      if message["result"] != nil || message["error"] != nil {
        connection.take(message)
      } else {
        await connection.answer(
          message["id"] ?? .null, .failure(RequestFailure(code: -32600, message: "Reading a message: it is no request.")))
      }
      return
    }
    let parameters = message["params"] ?? [:]
    guard let id = message["id"] else {
      if method == "session/cancel" { await session(parameters)?.cancel() }
      return
    }
    do throws(RequestFailure) {
      if method == "session/prompt" {
        let task = try await found(parameters).prompt(parameters)
        let connection = connection
        turns.append(Task { await connection.answer(id, await task.value) })
      } else {
        await connection.answer(id, .success(try await answer(method, parameters)))
        await follow(method, parameters)
      }
    } catch {
      await connection.answer(id, .failure(error))
    }
  }

  /// Ends all turns and waits until they have ended.
  func close() async {
    connection.close()
    for session in sessions.values { await session.close() }
    for turn in turns { await turn.value }
  }

  private func session(_ parameters: JSONValue) -> AgentSession? { parameters["sessionId"]?.string.flatMap { sessions[$0] } }

  private func found(_ parameters: JSONValue) throws(RequestFailure) -> AgentSession {
    guard let session = session(parameters) else { throw .session(parameters["sessionId"]?.string ?? "") }
    return session
  }

  private func answer(_ method: String, _ parameters: JSONValue) async throws(RequestFailure) -> JSONValue {
    switch method {
    case "initialize":
      asksQuestions = parameters["clientCapabilities"]?["elicitation"]?.object != nil
      return Self.capabilities(options, backend)
    case "authenticate": return try authenticate(parameters)
    case "session/new": return try await new(parameters)
    case "session/load": return try await load(parameters, plays: true)
    case "session/resume": return try await load(parameters, plays: false)
    case "session/list": return await list(parameters)
    case "session/close": return try await close(parameters)
    case "session/delete": return try await delete(parameters)
    case "session/set_mode": return try await setMode(parameters)
    case "session/set_model":
      let session = try found(parameters)
      try await Self.set(session, "model", parameters["modelId"]?.string ?? "")
      return [:]
    case "session/set_config_option":
      let session = try found(parameters)
      try await Self.set(session, parameters["configId"]?.string ?? "", parameters["value"]?.string ?? "")
      return ["configOptions": await session.configuration]
    default: throw .method(method)
    }
  }

  /// What is told after the answer, when the client knows the session.
  private func follow(_ method: String, _ parameters: JSONValue) async {
    switch method {
    case "session/new", "session/load", "session/resume":
      guard let session = newest else { return }
      newest = nil
      await session.update(SessionUpdate.commands)
    default: break
    }
  }

  private var newest: AgentSession?

  private func authenticate(_ parameters: JSONValue) throws(RequestFailure) -> JSONValue {
    let id = parameters["methodId"]?.string ?? ""
    guard let credential = backend.credentials.first(where: { $0.variable == id }) else {
      throw .parameters("Logging in: there is no way named \(id.line(limit: 60)).")
    }
    guard !(environment[credential.variable] ?? "").isEmpty else {
      throw RequestFailure(
        TaskFailure(.auth, "Logging in: the environment variable \(credential.variable) is not set; set it and start the agent again."))
    }
    return [:]
  }

  // MARK: Sessions

  private func new(_ parameters: JSONValue) async throws(RequestFailure) -> JSONValue {
    var history = SessionHistory()
    history.id = RandomID.uuid()
    history.directory = try Self.directory(parameters)
    let session = try await open(history)
    guard var answer = await session.settings.object else { return [:] }
    answer["sessionId"] = .string(history.id)
    return .object(answer)
  }

  private func load(_ parameters: JSONValue, plays: Bool) async throws(RequestFailure) -> JSONValue {
    let id = parameters["sessionId"]?.string ?? ""
    if let open = sessions.removeValue(forKey: id) { await open.close() }
    guard var history = await shelf.history(id) else { throw .session(id) }
    history.directory = try Self.directory(parameters)
    let shown = history.shown
    let session = try await open(history)
    if plays {
      for update in HistoryPlayback.updates(shown) + [SessionUpdate.plan(history.plan)] { await session.update(update) }
      await session.tellContext()
    }
    return await session.settings
  }

  private func open(_ history: SessionHistory) async throws(RequestFailure) -> AgentSession {
    do throws(TaskFailure) {
      _ = try backend.provider(history.model ?? options.model)
      let session = try await AgentSession(
        history, shelf: shelf, connection: connection, backend: backend, options: options, environment: environment,
        asksQuestions: asksQuestions)
      try await session.begin()
      sessions[history.id] = session
      newest = session
      return session
    } catch {
      throw RequestFailure(error)
    }
  }

  private static func directory(_ parameters: JSONValue) throws(RequestFailure) -> String {
    guard let directory = parameters["cwd"]?.string, directory.hasPrefix("/"), !directory.utf8.contains(0) else {
      throw .parameters("Opening a session: `cwd` has to be the absolute path of a directory.")
    }
    return directory
  }

  private func list(_ parameters: JSONValue) async -> JSONValue {
    let found = await shelf.list(directory: parameters["cwd"]?.string)
    return [
      "sessions": .array(
        found.map { session in
          [
            "sessionId": .string(session.history.id), "cwd": .string(session.history.directory), "title": JSONValue(session.history.title),
            "updatedAt": .string(session.used.description),
          ]
        })
    ]
  }

  private func close(_ parameters: JSONValue) async throws(RequestFailure) -> JSONValue {
    let session = try found(parameters)
    await session.close()
    sessions[session.id] = nil
    return [:]
  }

  private func delete(_ parameters: JSONValue) async throws(RequestFailure) -> JSONValue {
    let id = parameters["sessionId"]?.string ?? ""
    if let open = sessions.removeValue(forKey: id) { await open.close() }
    guard await shelf.remove(id) else { throw .session(id) }
    return [:]
  }

  private func setMode(_ parameters: JSONValue) async throws(RequestFailure) -> JSONValue {
    let session = try found(parameters)
    guard let mode = parameters["modeId"]?.string.flatMap({ TaskMode(rawValue: $0) }) else {
      throw .parameters("Setting the mode: there is no such mode; the modes are ask, auto and plan.")
    }
    do throws(TaskFailure) { try await session.set(mode: mode, tells: false) } catch { throw RequestFailure(error) }
    return [:]
  }

  private static func set(_ session: AgentSession, _ option: String, _ value: String) async throws(RequestFailure) {
    guard !value.isEmpty, value.utf8.count <= 256 else {
      throw .parameters("Setting \(option.line(limit: 60)): the value is missing or too long.")
    }
    do throws(TaskFailure) {
      switch option {
      case "model": try await session.set(model: value)
      case "effort": try await session.set(effort: value)
      default:
        throw TaskFailure(.badRequest, "Setting \(option.line(limit: 60)): there is no such option; the options are model and effort.")
      }
    } catch {
      throw RequestFailure(error)
    }
  }
}
