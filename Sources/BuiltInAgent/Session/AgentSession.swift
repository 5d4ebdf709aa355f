import JSON
import Model
import Platform
import Providers

/// One conversation in one workspace: its settings, its turns. Everything that happens is recorded before it is built upon.
actor AgentSession {
  /// The session's id.
  nonisolated let id: String
  let connection: ClientConnection
  let backend: AgentBackend
  let options: BuiltInOptions
  let files: WorkspaceFiles
  /// Whether the client answers questions.
  let asksQuestions: Bool
  private let file: SessionFile
  private let instructions: String
  private(set) var tools: [any AgentTool] = []
  /// What its records amount to.
  private(set) var history: SessionHistory
  /// What is allowed.
  var policy: PermissionPolicy
  /// Tokens since this program took the session up.
  private var tokens = TokenCount()
  private var running: Task<Result<JSONValue, RequestFailure>, Never>?
  private var shownCalls: Set<String> = []
  var answer = AnswerInFlight()

  /// Takes a session up. `history` is what its file holds; a new session's is empty but for id and directory.
  /// - Throws: when the workspace or the file cannot be opened.
  init(
    _ history: SessionHistory, shelf: SessionShelf, connection: ClientConnection, backend: AgentBackend, options: BuiltInOptions,
    environment: [String: String], asksQuestions: Bool
  ) async throws(TaskFailure) {
    id = history.id
    self.connection = connection
    self.backend = backend
    self.options = options
    self.asksQuestions = asksQuestions
    let directory = history.directory
    let path = shelf.path(history.id)
    do throws(PlatformError) {
      (files, file) = try await runBlocking { () throws(PlatformError) in (try WorkspaceFiles(directory), try SessionFile.open(path)) }
    } catch {
      throw TaskFailure(.engine, "Opening the session \(history.id): \(error.text).")
    }
    self.history = history
    self.history.isShown = false
    policy = PermissionPolicy(mode: history.mode ?? options.mode, allowed: options.allowedTools)
    var tools: [any AgentTool] = [
      ReadTool(files: files), WriteTool(files: files), EditTool(files: files), GlobTool(files: files), GrepTool(files: files),
    ]
    if options.allowsBash { tools.append(BashTool(directory: files.directory.path, environment: environment)) }
    self.tools = tools.filter { !options.deniedTools.contains($0.offer.name) }
    let hasBash = self.tools.contains { $0.effect == .runs }
    instructions = Instructions.text(directory: files.directory.path, notes: await Instructions.notes(files), hasBash: hasBash)
  }

  /// Makes what a session's file holds fit to go on: the first record of a new one, results for calls that were cut by a kill.
  /// - Throws: when the file cannot be written.
  func begin() async throws(TaskFailure) {
    if history.created.milliseconds == 0 {
      try await record(.session(id: id, directory: files.directory.path, created: .now))
    }
    for call in history.openCalls {
      try await record(
        .message(ProviderMessage(.user, [.toolResult(id: call, text: "[interrupted: the agent was ended meanwhile]", isError: true)])))
    }
  }

  /// Writes what happened, and takes it into account.
  func record(_ records: SessionRecord...) async throws(TaskFailure) {
    for record in records { history.take(record) }
    try await file.append(records)
  }

  /// Tells the client.
  func update(_ update: JSONValue) async { await connection.notify("session/update", ["sessionId": .string(id), "update": update]) }

  // MARK: Turns

  /// Starts a turn; its result is the answer to `session/prompt`.
  /// - Throws: when a turn runs, or the prompt makes no sense.
  func prompt(_ parameters: JSONValue) throws(RequestFailure) -> Task<Result<JSONValue, RequestFailure>, Never> {
    guard running == nil else {
      throw RequestFailure(
        code: -32603, message: "Taking a prompt: a turn is already running; wait for its end or cancel it.", kind: .badRequest)
    }
    let text = try PromptText.read(parameters["prompt"]?.array ?? [])
    let task = Task { await self.run(text) }
    running = task
    return task
  }

  private func run(_ text: String) async -> Result<JSONValue, RequestFailure> {
    defer { running = nil }
    do throws(TaskFailure) {
      return .success(turnAnswer(try await turn(text).rawValue))
    } catch {
      return Task.isCancelled ? .success(turnAnswer(StopReason.cancelled.rawValue)) : .failure(RequestFailure(error))
    }
  }

  /// Ends the running turn.
  func cancel() { running?.cancel() }

  /// Ends the running turn and waits for its end.
  func close() async {
    running?.cancel()
    _ = await running?.value
  }

  /// The answer to `session/prompt`: its `usage` counts since this program took the session up.
  private func turnAnswer(_ reason: String) -> JSONValue {
    [
      "stopReason": .string(reason),
      "usage": [
        "totalTokens": .integer(Int64(tokens.total)), "inputTokens": .integer(Int64(tokens.input)),
        "outputTokens": .integer(Int64(tokens.output)), "cachedReadTokens": .integer(Int64(tokens.cacheRead)),
        "cachedWriteTokens": .integer(Int64(tokens.cacheWrite)),
      ],
    ]
  }

  /// An id for the client's eyes: some providers use theirs twice.
  func shownID(_ id: String) -> String {
    if shownCalls.insert(id).inserted { return id }
    var number = 2
    while !shownCalls.insert("\(id)-\(number)").inserted { number += 1 }
    return "\(id)-\(number)"
  }

  // MARK: Settings

  /// The model in force; nil: the default.
  var model: String? { history.model ?? options.model }
  /// The effort in force.
  var effort: String? { history.effort ?? options.effort }

  /// Sets the mode, and tells the client unless it was its own wish.
  /// - Throws: when it cannot be recorded.
  func set(mode: TaskMode, tells: Bool) async throws(TaskFailure) {
    policy.mode = mode
    try await record(.settings(model: history.model, mode: mode, effort: history.effort))
    if tells { await update(SessionUpdate.mode(mode)) }
  }

  /// Sets the model.
  /// - Throws: when there is no provider for it.
  func set(model: String) async throws(TaskFailure) {
    _ = try backend.provider(model)
    try await record(.settings(model: model, mode: policy.mode, effort: history.effort))
  }

  /// Sets the effort; "default" is none.
  /// - Throws: when it cannot be recorded.
  func set(effort: String) async throws(TaskFailure) {
    let word = effort == "default" ? "" : effort
    try await record(.settings(model: history.model, mode: policy.mode, effort: word))
  }

  /// Takes the use of an answer into account and tells it.
  func count(_ used: TokenCount, provider: String, model: String, isTurn: Bool) async throws(TaskFailure) {
    tokens = tokens + used
    let cost = backend.price(provider, model, used)
    let context = isTurn ? used.total : 0
    try await record(.usage(used, costUSD: cost, context: context))
    let size = backend.contextSize(provider, model)
    await update(SessionUpdate.usage(used: isTurn ? context : estimate, size: size, costUSD: history.costUSD))
  }

  /// An estimate of the tokens that the next request takes.
  var estimate: Int {
    let last = history.messages.lastIndex { $0.role == .assistant }
    guard history.context > 0, let last else { return Compaction.tokens(history.messages) + instructions.utf8.count / 4 }
    return history.context + Compaction.tokens(Array(history.messages[(last + 1)...]))
  }

  /// The next request of the conversation.
  func request(model: String) -> ProviderRequest {
    var offers = tools.map(\.offer)
    offers += SessionTools.offers.filter { $0.name != SessionTools.exitPlan || policy.mode == .plan }
    offers.removeAll { options.deniedTools.contains($0.name) }
    let effort = effort.flatMap { $0.isEmpty ? nil : $0 }
    return ProviderRequest(
      model: model, system: instructions, messages: Conversation.joined(history.messages), tools: offers, effort: effort)
  }
}
