import JSON
import Model
import Platform

/// Commands that the agent has us run, in the task's sandbox.
extension ACPAgent {
  private static var terminalLimit: Int { 64 }
  private static var outputLimit: Int { 4 << 20 }
  private static var usualOutput: Int { 1 << 20 }

  func createTerminal(_ params: JSONValue) async -> Result<JSONValue, ACPRefusal> {
    guard let line = params["command"]?.string, !line.isEmpty else { return .failure(ACPRefusal(.invalid("command is missing"))) }
    guard terminals.count < Self.terminalLimit else {
      return .failure(ACPRefusal(.failed("there are \(Self.terminalLimit) terminals already; release some")))
    }
    // Some agents make one after the turn was cancelled, and never release it.
    guard !decoder.isCancelled, !isStopping, decoder.turnRunning else { return .failure(ACPRefusal(.cancelled)) }
    let arguments = (params["args"]?.array ?? []).compactMap(\.string)
    var variables: [String: String] = [:]
    for pair in params["env"]?.array ?? [] {
      if let name = pair["name"]?.string, !name.isEmpty, !name.contains("="), let value = pair["value"]?.string { variables[name] = value }
    }
    let directory = params["cwd"]?.string.flatMap { $0.hasPrefix("/") ? $0 : nil }
    let texts = [line] + arguments + variables.flatMap { [$0.key, $0.value] } + [directory ?? ""]
    guard !texts.contains(where: { $0.utf8.contains(0) }) else {
      return .failure(ACPRefusal(.invalid("there is a zero byte in the command")))
    }
    await post(decoder.startOthers())
    let round = terminalRound
    do throws(TaskFailure) {
      let process = try await launch(ACPCommandLine.terminal(line, arguments, variables, directory: directory, program, setup))
      guard round == terminalRound, !isStopping, !gone.isOpen else {
        await process.end(grace: 0)
        return .failure(ACPRefusal(.cancelled))
      }
      return .success(["terminalId": .string(keep(process, limit: params["outputByteLimit"]?.int))])
    } catch {
      return .failure(ACPRefusal(.failed(error.text)))
    }
  }

  private func keep(_ process: any AgentProcess, limit: Int?) -> String {
    terminalNumber += 1
    let id = "terminal-\(terminalNumber)"
    let terminal = ACPTerminal(
      id: id, process: process, limit: min(max(0, limit ?? Self.usualOutput), Self.outputLimit), redactor: channel.redactor
    ) { [weak self] text in await self?.printed(text, id) }
    terminals[id] = terminal
    Task { await terminal.run() }
    return id
  }

  /// New output is shown with the call whose content the terminal is.
  private func printed(_ text: String, _ id: String) async {
    guard let call = decoder.terminals[id] else { return }
    await post([.toolOutput(id: call, text: text)])
  }

  func terminal(_ id: JSONValue, _ method: String, _ params: JSONValue) async {
    guard let name = params["terminalId"]?.string, let terminal = terminals[name] else {
      reply(id, .failure(ACPRefusal(ACPError(code: -32002, message: "There is no such terminal"))))
      return
    }
    switch method {
    case "terminal/output":
      let (output, exit) = (await terminal.output, await terminal.exit)
      var answer: JSONObject = JSONObject()
      answer["output"] = .string(output.text)
      answer["truncated"] = .bool(output.isTruncated)
      if let exit { answer["exitStatus"] = Self.status(exit) }
      reply(id, .success(.object(answer)))
    case "terminal/wait_for_exit":
      // Apart from the reading, which goes on meanwhile.
      Task { self.reply(id, .success(Self.status(await terminal.ended()))) }
    case "terminal/kill":
      await terminal.kill()
      reply(id, .success([:]))
    default:
      terminals[name] = nil
      await terminal.kill()
      reply(id, .success([:]))
    }
  }

  private static func status(_ exit: AgentExit) -> JSONValue {
    ["exitCode": JSONValue(exit.signal == nil ? exit.code ?? 0 : nil), "signal": JSONValue(exit.signal.map(String.init))]
  }

  /// Ends all of them, also those whose start is under way.
  func endTerminals() async {
    terminalRound += 1
    let all = terminals
    terminals = [:]
    for terminal in all.values { await terminal.kill() }
  }
}
