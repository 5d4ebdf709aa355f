import JSON
import Model
import Platform

/// Requests of the agent to us.
extension ACPAgent {
  private static var askedLimit: Int { 200 }

  func serve(_ id: JSONValue, _ method: String, _ params: JSONValue) async {
    if let session = params["sessionId"]?.string, let own = sessionID, session != own {
      reply(id, .failure(ACPRefusal(.invalid("There is no session \(session.prefix(bytes: 100))"))))
      return
    }
    switch method {
    case "session/request_permission": await permission(id, params)
    case "elicitation/create", "session/elicitation": await elicitation(id, params)
    case "fs/read_text_file": reply(id, await readFile(params))
    case "fs/write_text_file": reply(id, await writeFile(params))
    case "terminal/create": reply(id, await createTerminal(params))
    case "terminal/output", "terminal/wait_for_exit", "terminal/kill", "terminal/release": await terminal(id, method, params)
    default: reply(id, .failure(ACPRefusal(.methodNotFound(method.prefix(bytes: 200)))))
    }
  }

  // MARK: Asking

  private func permission(_ id: JSONValue, _ params: JSONValue) async {
    let (permission, events) = decoder.permission(params, rpc: id)
    await post(events)
    guard decoder.turnRunning, !decoder.isCancelled, asked.count < Self.askedLimit else {
      reply(id, .success(ACPPermission.response(nil)))
      return
    }
    let verdict = ACPRules(setup, servers: decoder.servers).verdict(permission.call, isPlan: permission.isPlan)
    switch verdict {
    case .ask:
      asked[permission.id] = .permission(permission)
      await post([.asked(permission.request(workspace: setup.workspace, servers: decoder.servers))])
    case .allow:
      if permission.isPlan { await post([.notice(.info, "The agent's plan was approved: nobody is asked in mode auto.")]) }
      await respond(permission, .allow)
    case .deny:
      let call = permission.call.call(workspace: setup.workspace, servers: decoder.servers)
      await post([
        .notice(
          .warning, "\(call.name)\(call.title.isEmpty ? "" : " (\(call.title))") was denied: the rules of this task do not allow it.")
      ])
      await respond(permission, .deny(AutoAnswer.denied(call.name)), isOurs: true)
    }
  }

  /// Answers a permission request by the first option of the kind that is meant.
  func respond(_ permission: ACPPermission, _ answer: AgentAnswer, isOurs: Bool = false) async {
    let option = permission.option(for: answer)
    var reason: String?
    switch answer {
    case .allow, .always:
      if option == nil {
        await post([.notice(.warning, "\(program.engine) offers no way to allow this; the request was answered as cancelled.")])
      }
    case .deny(let text): reason = text
    case .answers(let answers): reason = answers[""] ?? answers.values.sorted().joined(separator: "\n")
    }
    if let reason {
      decoder.refused(permission)
      if !isOurs, !reason.isEmpty {
        await post([.notice(.info, "The agent may not see the reason for a no: its protocol has no place for one. Send it as a message.")])
      }
    }
    reply(permission.rpc, .success(ACPPermission.response(option, reason: reason)))
  }

  private func elicitation(_ id: JSONValue, _ params: JSONValue) async {
    guard asked.count < Self.askedLimit, let form = ACPElicitation(id: decoder.nextID("request"), rpc: id, params) else {
      let where_ = params["url"]?.string.map { ": \($0.firstLine(limit: 300))" } ?? ""
      await post([.notice(.warning, "\(program.engine) wants something that cannot be answered here\(where_); it was declined.")])
      reply(id, .success(["action": "decline"]))
      return
    }
    guard setup.mode != .auto else {
      let question = form.fields.first?.question.text.firstLine(limit: 300) ?? ""
      await post([.notice(.info, "The agent asked “\(question)” and was told to decide itself.")])
      reply(id, .success(form.response(to: .answers(["": AutoAnswer.decideYourself]))))
      return
    }
    asked[form.id] = .elicitation(form)
    await post(decoder.startOthers() + [.asked(form.request)])
  }

  /// Answers all that is open as cancelled.
  func withdrawAll() async {
    let open = asked
    asked = [:]
    guard !open.isEmpty else { return }
    for (_, request) in open {
      switch request {
      case .permission: reply(request.rpc, .success(ACPPermission.response(nil)))
      case .elicitation: reply(request.rpc, .success(["action": "cancel"]))
      }
    }
    await post(open.keys.sorted().map(AgentEvent.askWithdrawn))
  }

  // MARK: Files

  private func readFile(_ params: JSONValue) async -> Result<JSONValue, ACPRefusal> {
    guard let path = params["path"]?.string else { return .failure(ACPRefusal(.invalid("path is missing"))) }
    let files = ACPFiles(setup.workspace)
    let (line, limit) = (max(1, params["line"]?.int ?? 1), params["limit"]?.int)
    return await runBlocking {
      do throws(PlatformError) {
        return .success(["content": .string(Self.lines(try files.read(path), from: line, limit: limit))])
      } catch {
        return .failure(ACPRefusal(Self.refusal(error)))
      }
    }
  }

  private func writeFile(_ params: JSONValue) async -> Result<JSONValue, ACPRefusal> {
    guard let path = params["path"]?.string, let content = params["content"]?.string else {
      return .failure(ACPRefusal(.invalid("path or content is missing")))
    }
    // What comes after the interrupt belongs to a turn that is over.
    guard !decoder.isCancelled, !isStopping else { return .failure(ACPRefusal(.cancelled)) }
    let files = ACPFiles(setup.workspace)
    let written: Result<Bool, ACPRefusal> = await runBlocking {
      do throws(PlatformError) {
        return .success(try files.write(content, to: path))
      } catch {
        return .failure(ACPRefusal(Self.refusal(error)))
      }
    }
    switch written {
    case .success(let isNew):
      let events = decoder.startOthers()
      await post(events + [.fileChanged(path: path.relative(to: setup.workspace).prefix(bytes: 4096), change: isNew ? .add : .update)])
      return .success([:])
    case .failure(let refusal): return .failure(refusal)
    }
  }

  /// So many lines from one on, counted from 1, with their line ends.
  private static func lines(_ text: String, from line: Int, limit: Int?) -> String {
    guard line > 1 || limit != nil else { return text }
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    let rest = all.dropFirst(line - 1)
    let wanted = rest.prefix(max(0, limit ?? rest.count))
    let isCut = wanted.endIndex < all.endIndex
    return wanted.joined(separator: "\n") + (isCut && !wanted.isEmpty ? "\n" : "")
  }

  private static func refusal(_ error: PlatformError) -> ACPError {
    error.text.hasSuffix("No such file or directory") ? ACPError(code: -32002, message: error.text) : .failed(error.text)
  }
}
