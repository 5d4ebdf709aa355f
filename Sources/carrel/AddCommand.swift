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
    guard !reading.drafts.isEmpty else {
      output.note("carrel: queueing: the list holds no ticket. Nothing was queued.")
      return .usage
    }
    let client = try await VersionOffer(program: program).connect()
    defer { client.close() }
    var request = request(reading.drafts)
    request.drafts = try await fetched(reading.drafts, client)
    for draft in request.drafts {
      guard let problem = draft.problem else { continue }
      output.note(
        "carrel: line \(draft.line) (\(PlainText.line(String(draft.ticket.title.prefix(60))))): \(PlainText.line(problem)); it is left out."
      )
    }
    return options.dryRun ? try await dryRun(client, request) : try await enqueue(client, request)
  }

  private func request(_ drafts: [TicketDraft]) -> EnqueueRequest {
    var request = options.request(directory: Environment.currentDirectory)
    request.drafts = drafts
    return request
  }

  /// The drafts with the texts of issues that the list only names, where a forge or tracker has them.
  private func fetched(_ drafts: [TicketDraft], _ client: ServiceClient) async throws(ClientError) -> [TicketDraft] {
    guard drafts.contains(where: { $0.fetch != nil }) else { return drafts }
    guard case .preview(let known, _) = try await client.request(.preview(request(drafts))), known.count == drafts.count else {
      throw .disconnected
    }
    var drafts = drafts
    for index in drafts.indices where drafts[index].fetch != nil {
      drafts[index].fetch = known[index].fetch
      drafts[index].problem = known[index].problem
    }
    let commands = Commands(client: client, output: output, author: program.author, now: { .now })
    return try await commands.fetched(drafts, repository: options.repository, directory: Environment.currentDirectory)
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
