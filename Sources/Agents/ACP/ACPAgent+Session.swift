import JSON
import Model
import Platform
import Sandbox
import Synchronization

/// How a session is opened and set up.
extension ACPAgent {
  /// initialize, a session (new or the one asked for), then its mode, model and effort.
  func openSession() async throws(TaskFailure) {
    let hello = try await call("initialize", Self.hello, "Starting \(program.engine)")
    offers = ACPOffers(hello)
    if offers.version > 1 || offers.version < 0 {
      throw TaskFailure(
        .protocolError,
        "Starting \(program.engine): it speaks version \(offers.version) of the Agent Client Protocol and Carrel speaks 1; install another version of it."
      )
    }
    switch setup.session {
    case .new: try await openNew()
    case .resume(let id): try await reopen(id)
    }
    learn()
    await post([started])
    await remember()
    try await chooseModel(setup.model)
    await chooseEffort()
    await chooseMode()
  }

  private static let hello: JSONValue = [
    "protocolVersion": 1,
    "clientCapabilities": [
      "fs": ["readTextFile": true, "writeTextFile": true], "terminal": true, "elicitation": ["form": [:]],
    ],
    "clientInfo": ["name": "carrel", "title": "Carrel", "version": "1"],
  ]

  private func openNew() async throws(TaskFailure) {
    let parameters: JSONValue = ["cwd": .string(setup.workspace), "mcpServers": .array(await servers())]
    let answer = try await session("session/new", parameters, "Opening a session")
    guard let id = answer["sessionId"]?.string, !id.isEmpty else {
      throw TaskFailure(
        .protocolError, "Opening a session: \(program.engine) gave it no id; check that its version speaks the Agent Client Protocol.")
    }
    sessionID = id
    decoder.session.read(answer)
  }

  private func reopen(_ id: String) async throws(TaskFailure) {
    guard offers.canLoad || offers.canResume else {
      throw TaskFailure(.engine, "Going on with session \(id): \(program.engine) cannot go on with one; retry with --fresh.")
    }
    let parameters: JSONValue = ["sessionId": .string(id), "cwd": .string(setup.workspace), "mcpServers": .array(await servers())]
    let method = offers.canResume ? "session/resume" : "session/load"
    loading = id
    decoder.isReplaying = true
    defer {
      loading = nil
      decoder.isReplaying = false
    }
    let answer = try await session(method, parameters, "Going on with session \(id)")
    let other = answer["sessionId"]?.string.flatMap { $0 == id ? nil : $0 } ?? strayer
    if let other {
      throw TaskFailure(
        .engine,
        "Going on with session \(id): \(program.engine) works in session \(other.firstLine(limit: 100)) instead; retry with --fresh.")
    }
    sessionID = id
    decoder.session.read(answer)
  }

  /// Opens a session; when the agent wants a login first and offers one that needs no person, logs in and asks again.
  private func session(_ method: String, _ parameters: JSONValue, _ doing: String) async throws(TaskFailure) -> JSONValue {
    let first = try await request(method, parameters, doing)
    guard case .failure(let refusal) = first else { return try accepted(first, doing) }
    let way = offers.methods.first { $0.works(environment: setup.environment, credentials: program.credentialVariables) }
    guard ACPFailure.kind(refusal.error) == .auth, let way else { return try accepted(first, doing) }
    _ = try await call("authenticate", ["methodId": .string(way.id)], "Logging in by \(way.name)")
    return try await call(method, parameters, doing)
  }

  /// The servers as the agent takes them; what it cannot use is said.
  private func servers() async -> [JSONValue] {
    var list: [JSONValue] = []
    for server in setup.mcpServers {
      switch server.transport {
      case .stdio(let command, let arguments, let environment):
        list.append([
          "name": .string(server.name), "command": .string(command), "args": .array(arguments.map(JSONValue.string)),
          "env": .array(Self.pairs(environment)),
        ])
      case .http(let url, let headers) where offers.takesHTTP:
        list.append(["type": "http", "name": .string(server.name), "url": .string(url), "headers": .array(Self.pairs(headers))])
      case .sse(let url, let headers) where offers.takesSSE:
        list.append(["type": "sse", "name": .string(server.name), "url": .string(url), "headers": .array(Self.pairs(headers))])
      case .http, .sse:
        await post([.notice(.warning, "The MCP server \(server.name) was left out: \(program.engine) takes no servers over HTTP.")])
      }
    }
    return list
  }

  private static func pairs(_ values: [String: String]) -> [JSONValue] {
    values.sorted { $0.key < $1.key }.map { ["name": .string($0.key), "value": .string($0.value)] }
  }

  /// What the agent has said it can goes before what its engine promised.
  func learn() {
    let (offers, session) = (offers, decoder.session)
    abilities.withLock { abilities in
      if offers.canLoad || offers.canResume { abilities.insert(.resume) } else { abilities.remove(.resume) }
      if session.models != nil { abilities.insert(.switchModel) } else { abilities.remove(.switchModel) }
    }
  }

  // MARK: Settings

  /// Sets the model, if one is asked for that is not the one in use.
  func chooseModel(_ wanted: String?) async throws(TaskFailure) {
    guard let wanted, !wanted.isEmpty else { return }
    guard let choice = decoder.session.models else {
      chosenModel = wanted
      if options.modelVariable == nil, !setup.arguments.contains(where: { $0.contains(wanted) }) {
        await post([.notice(.warning, "\(program.engine) offers no choice of models; \(wanted) was not set.")])
      }
      return
    }
    let id = choice.value(named: wanted)?.id ?? wanted
    guard id != choice.current else { return }
    try await set(choice, id, method: "session/set_model", key: "modelId", "Setting the model \(wanted)", fallback: .modelNotFound)
    decoder.session.modelChanged(id)
    await post([.modelChanged(id)])
  }

  private func chooseEffort() async {
    guard let wanted = setup.effort, !wanted.isEmpty else { return }
    guard let choice = decoder.session.effort, let value = choice.value(named: wanted) else {
      let offered =
        decoder.session.effort.map { ": it offers " + $0.values.prefix(12).map(\.id).joined(separator: ", ").prefix(bytes: 300) } ?? ""
      await post([.notice(.warning, "The effort \(wanted) was not set, since \(program.engine) does not offer it\(offered).")])
      return
    }
    guard value.id != choice.current else { return }
    do throws(TaskFailure) {
      try await set(choice, value.id, method: "", key: "", "Setting the effort \(wanted)", fallback: .badRequest)
      decoder.session.effortChanged(value.id)
    } catch {
      await post([.notice(.warning, error.text)])
    }
  }

  /// In `auto` the agent need not ask, as long as the sandbox holds it and the task has no rules of its own; else it asks, and we or the operator answer.
  private func chooseMode() async {
    guard let choice = decoder.session.modes, !choice.values.isEmpty else {
      if setup.mode == .plan {
        await post([.notice(.warning, "\(program.engine) has no planning mode; it asks before it changes something.")])
      }
      return
    }
    var wishes: [ACPModeWords.Wish] = [.ask]
    if setup.mode == .plan { wishes.insert(.plan, at: 0) }
    if setup.mode == .auto, hasNoRules, setup.sandbox.level != .none { wishes.insert(.everything, at: 0) }
    let found = wishes.lazy.compactMap { wish in ACPModeWords.mode(wish, in: choice.values).map { (wish, $0) } }.first
    if setup.mode == .plan, found?.0 != .plan {
      await post([.notice(.warning, "\(program.engine) has no planning mode; it asks before it changes something.")])
    }
    guard let (_, value) = found, value.id != choice.current else { return }
    do throws(TaskFailure) {
      try await set(choice, value.id, method: "session/set_mode", key: "modeId", "Setting the mode \(value.id)", fallback: .badRequest)
      decoder.session.modeChanged(value.id)
      await post([.modeChanged(value.id)])
    } catch {
      await post([.notice(.warning, error.text)])
    }
  }

  /// Whether the task has no tool rules of its own.
  var hasNoRules: Bool { setup.allowedTools == nil && setup.disallowedTools.isEmpty }

  private func set(
    _ choice: ACPSessionState.Choice, _ value: String, method: String, key: String, _ doing: String, fallback: TaskFailure.Class
  ) async throws(TaskFailure) {
    guard let sessionID else { throw TaskFailure(.engine, "\(doing): \(program.engine) has no session.") }
    let answer: Result<JSONValue, ACPRefusal>
    if let option = choice.option {
      answer = try await request(
        "session/set_config_option", ["sessionId": .string(sessionID), "configId": .string(option), "value": .string(value)], doing)
    } else {
      answer = try await request(method, ["sessionId": .string(sessionID), key: .string(value)], doing)
    }
    switch answer {
    case .success(let result): decoder.session.read(result)
    case .failure(let refusal):
      var failure = ACPFailure.failure(refusal.error, doing: doing, engine: program.engine, methods: offers.methods)
      if failure.kind == .unknown || failure.kind == .badRequest { failure.kind = fallback }
      throw failure
    }
  }
}
