import JSON
import Model
import Platform
import Sandbox
import Secrets

/// What every engine's agent has in common: its program's lines, logged and without secrets; what it is told, logged; its events, in order, without secrets; and its
/// end. Programs may follow one another (one process per turn): events go on until `finish`.
actor AgentChannel {
  /// Takes lines that came together, without secrets. The next come when it returns.
  typealias Taker = @Sendable ([LineSplitter.Line]) async -> Void

  /// Longer lines are cut.
  static var lineLimit: Int { 64 << 20 }

  /// The engine's name, for texts.
  nonisolated let engine: String
  /// Takes every known secret out.
  nonisolated let redactor: Redactor
  private let directory: String
  private let launch: AgentLaunch
  private var pump: EventPump?
  private var log: ProtocolLog?
  private var process: (any AgentProcess)?
  private var deltas = RedactedDeltas()
  private var errorTail: [String] = []
  private(set) var isStopping = false
  private var isFinished = false

  /// A channel; nothing is started. All that is in the ledger, now or later, is taken out of what comes and goes; `secrets` are added to it.
  init(engine: String, log directory: String, secrets: [String], ledger: SecretLedger, launch: @escaping AgentLaunch) {
    self.engine = engine
    self.directory = directory
    self.launch = launch
    ledger.add(secrets)
    redactor = Redactor(ledger)
  }

  /// A channel for a program in a setup's sandbox, or in what `launch` makes of it.
  init(_ program: AgentProgram, _ setup: AgentSetup, launch: @escaping AgentLaunch) {
    self.init(
      engine: program.engine, log: setup.log,
      secrets: SecretVariables.values(setup.environment, named: program.credentialVariables).filter { !setup.dummies.contains($0) }
        + SecretVariables.values(setup.mcpServers) + [setup.serverPassword].compactMap { $0 },
      ledger: setup.secrets, launch: launch)
  }

  /// From now on events are handed out. To be called once.
  /// - Throws: when it was called before.
  func open(_ receive: @escaping @Sendable ([AgentEvent]) async -> Void) throws(TaskFailure) {
    guard pump == nil else { throw TaskFailure(.badRequest, "Starting \(engine): it was started already.") }
    let pump = EventPump(receive)
    self.pump = pump
    Task { await pump.run() }
  }

  /// Starts a program. Its lines go to `take`, its standard error becomes events; when it is gone and both streams are read, `ended` is called. The end of its output
  /// ends the program, also when the process lives on (five seconds later); the end of the process ends its streams, also when a descendant holds them.
  func run(
    _ command: AgentCommand, take: @escaping Taker, ended: @escaping @Sendable (AgentExit) async -> Void
  ) async throws(TaskFailure) {
    let started = try await launch(command)
    if isStopping {
      await started.end(grace: 0)
      throw TaskFailure(.engine, "Starting \(engine): it was stopped meanwhile.")
    }
    process = started
    errorTail = []
    _ = opened()
    Task { await self.watch(started, take, ended) }
  }

  /// Whether a program runs.
  var isRunning: Bool { process != nil }

  /// What its standard error said last, for failures: " It said: …", or nothing.
  var lastWords: String { errorTail.isEmpty ? "" : " It said: \(errorTail.joined(separator: " / ").capped(at: 2048).inOneLine)" }

  /// Writes a JSON line. `doing` begins the failure's text.
  /// - Throws: when the program is gone or does not read.
  func write(_ value: JSONValue, _ doing: String) async throws(TaskFailure) {
    var bytes: [UInt8] = []
    value.appendBytes(to: &bytes)
    try await write(line: bytes, doing)
  }

  /// Writes bytes and a line end.
  /// - Throws: when the program is gone or does not read.
  func write(line bytes: [UInt8], _ doing: String) async throws(TaskFailure) {
    guard let process else { throw TaskFailure(.engine, "\(doing): \(engine) does not run.") }
    await log?.sent(redactor.redact(bytes))
    guard await process.write(bytes + [UInt8(ascii: "\n")]) else {
      throw TaskFailure(.engine, "\(doing): \(engine) does not read its input any more.")
    }
  }

  /// Writes raw bytes, unlogged: the standard input of a program that is no protocol.
  func write(raw bytes: [UInt8]) async -> Bool { await process?.write(bytes) ?? false }

  /// Ends the program's input.
  func closeInput() { process?.closeInput() }

  /// Ends the program and all that it started: asked, then killed after so many seconds. Returns when all is gone; the channel can run another one.
  func end(grace seconds: Double) async {
    guard let process else { return }
    await process.end(grace: seconds)
    process.drain()
  }

  /// No program is started from now on.
  func stopping() { isStopping = true }

  /// Hands events out, without secrets. After `finish` nothing is.
  func post(_ events: [AgentEvent]) async { await pump?.post(deltas.redact(events, redactor)) }

  /// The last event.
  func finish(_ exit: AgentExit) async {
    guard !isFinished else { return }
    isFinished = true
    await post([.exited(code: exit.code, signal: exit.signal)])
    await pump?.finish()
    await log?.close()
  }

  // MARK: Beside the streams

  /// Takes lines of a protocol that does not go over the program's streams (HTTP) into the log, without secrets.
  func record(received lines: [[UInt8]]) async { await opened().received(lines.map(redactor.redact)) }

  /// Takes what was sent that way into the log, without secrets.
  func record(sent line: [UInt8]) async { await opened().sent(redactor.redact(line)) }

  /// Waits while too many events wait to be received.
  func room() async { await pump?.room() }

  private func opened() -> ProtocolLog {
    if let log { return log }
    let made = ProtocolLog(directory: directory)
    log = made
    return made
  }

  // MARK: Reading

  private func watch(_ process: any AgentProcess, _ take: @escaping Taker, _ ended: @Sendable (AgentExit) async -> Void) async {
    let ender = Task {
      _ = await process.wait()
      process.drain()
    }
    let errors = Task { await self.readErrors(process) }
    await readOutput(process, take)
    let patience = Task {
      try? await pause(for: .seconds(5))
      if !Task.isCancelled { await process.end(grace: 5) }
    }
    let exit = await process.wait()
    patience.cancel()
    await ender.value
    await errors.value
    await tell(await process.breach())
    self.process = nil
    await ended(exit)
  }

  private func readOutput(_ process: any AgentProcess, _ take: Taker) async {
    var splitter = LineSplitter(limit: Self.lineLimit)
    while let bytes = await process.nextOutput() {
      await hand(splitter.append(bytes), take)
      await pump?.room()
    }
    if let line = splitter.finish() { await hand([line], take) }
  }

  private func hand(_ lines: [LineSplitter.Line], _ take: Taker) async {
    guard !lines.isEmpty else { return }
    let redacted = redactor.isEmpty ? lines : lines.map { LineSplitter.Line(bytes: redactor.redact($0.bytes), truncated: $0.truncated) }
    await log?.received(redacted.map(\.bytes))
    if lines.contains(where: \.truncated) {
      await post([.notice(.warning, "A line of \(engine) is longer than \(Self.lineLimit >> 20) MiB and was left out.")])
    }
    await take(redacted.filter { !$0.truncated })
  }

  /// What a limit of the sandbox did is known before the end is: else the end would be the engine's fault.
  private func tell(_ breach: SandboxBreach?) async {
    guard let breach else { return }
    if breach.endedProgram, !isStopping {
      await post([.turnDone(.failed(TaskFailure(.limit, breach.text)), text: nil)])
    } else {
      await post([.notice(.warning, breach.text)])
    }
  }

  private func readErrors(_ process: any AgentProcess) async {
    var splitter = LineSplitter(limit: TextLimit.errorLine)
    while let bytes = await process.nextError() {
      await tell(splitter.append(bytes))
      await pump?.room()
    }
    if let line = splitter.finish() { await tell([line]) }
  }

  private func tell(_ lines: [LineSplitter.Line]) async {
    let texts = lines.map { redactor.redact(String(decoding: $0.bytes, as: UTF8.self)) + ($0.truncated ? "…" : "") }.filter { !$0.isEmpty }
    errorTail = Array((errorTail + texts).suffix(5))
    await post(texts.map(AgentEvent.standardError))
  }
}
