import Arguments
import Client
import JSON
import Model
import Platform
import Tickets
import Wire

/// `carrel add`: a file, a pipe, or the terminal's input becomes queued tasks, all or none.
struct AddCommand: Sendable {
  let program: Program
  let options: AddOptions
  private var output: CommandOutput { program.output }

  func run() async throws(ClientError) -> ExitCode {
    guard let settings = program.settings() else { return .configuration }
    let bytes: [UInt8]
    if let file = options.file, file != "-" {
      do throws(PlatformError) { bytes = try Files.read(file, limit: 16 << 20) } catch {
        output.note("carrel: reading the list: \(error.text)")
        return .usage
      }
    } else {
      if output.readsTerminal { output.note("Write or paste tickets, one a line; Ctrl-D ends.") }
      bytes = StandardInput.read(limit: 16 << 20)
    }
    let reading = TicketList.parse(bytes, engines: EngineNames.all(settings))
    for remark in reading.remarks { output.note("carrel: \(PlainText.line(remark))") }
    for draft in reading.drafts {
      guard let problem = draft.problem else { continue }
      output.note(
        "carrel: line \(draft.line) (\(PlainText.line(String(draft.ticket.title.prefix(60))))): \(PlainText.line(problem)); it is left out."
      )
    }
    guard !reading.drafts.isEmpty else {
      output.note("carrel: queueing: the list holds no ticket. Nothing was queued.")
      return .usage
    }
    let client = try await VersionOffer(program: program).connect()
    defer { client.close() }
    let request = request(reading.drafts)
    return options.dryRun ? try await dryRun(client, request) : try await enqueue(client, request)
  }

  private func request(_ drafts: [TicketDraft]) -> EnqueueRequest {
    var request = EnqueueRequest(drafts: drafts, directory: Environment.currentDirectory)
    request.engine = options.engines.first
    request.engines = options.engines
    request.bestOf = options.bestOf
    request.chain = options.chain
    request.steps = options.steps
    request.repository = options.repository
    request.base = options.base
    request.model = options.model
    request.mode = options.mode
    request.effort = options.effort
    request.priority = options.priority
    request.after = options.after.map(\.description)
    request.budgetUSD = options.budgetUSD
    request.maxTurns = options.maxTurns
    request.maxTokens = options.maxTokens
    request.fallback = options.fallback
    request.timeoutSeconds = options.timeoutSeconds
    request.allowedHosts = options.allowedHosts.isEmpty ? nil : options.allowedHosts
    request.canaries = options.canaries
    request.goesByItself = options.goesByItself ? true : nil
    request.again = options.again
    return request
  }

  private func dryRun(_ client: ServiceClient, _ request: EnqueueRequest) async throws(ClientError) -> ExitCode {
    guard case .preview(let drafts, let remarks) = try await client.request(.preview(request)) else { throw .disconnected }
    for remark in remarks { output.note("carrel: \(PlainText.line(remark))") }
    if options.json {
      output.line(JSONValue.array(drafts.map(TaskJSON.draft)).serialized(pretty: true))
      return .done
    }
    for draft in drafts {
      var words = ["\(draft.line)", PlainText.line(draft.ticket.title)]
      if let duplicate = draft.duplicateOf { words.append("already queued as \(duplicate)") }
      if let problem = draft.problem { words.append("problem: \(PlainText.line(problem))") }
      output.line(words.joined(separator: "\t"))
    }
    return .done
  }

  private func enqueue(_ client: ServiceClient, _ request: EnqueueRequest) async throws(ClientError) -> ExitCode {
    guard case .preview(let drafts, let remarks) = try await client.request(.preview(request)) else { throw .disconnected }
    for remark in remarks { output.note("carrel: \(PlainText.line(remark))") }
    if !request.again {
      for draft in drafts {
        guard let known = draft.duplicateOf else { continue }
        output.note("carrel: line \(draft.line) is already queued as \(known); --again queues it again.")
      }
    }
    guard case .enqueued(let tasks) = try await client.request(.enqueue(request)) else { throw .disconnected }
    if options.json {
      output.line(TaskJSON.list(tasks).serialized(pretty: true))
    } else {
      for task in tasks { output.line("\(task.id)\t\(PlainText.line(task.ticket.title))") }
      if let batch = tasks.first?.batch {
        let waiting = tasks.count(where: \.waitsForCanaries)
        let then = batch.goesByItself ? "when those are done" : "with `carrel queue go \(batch.first)`"
        output.note("carrel: \(waiting) \(waiting == 1 ? "waits" : "wait") for \(batch.canaryNames); they go \(then).")
      }
    }
    return .done
  }
}
