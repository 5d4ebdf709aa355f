import HTTP
import JSON
import Model
import Platform
import Secrets

extension OpenCodeAgent {
  /// Opens the stream of events.
  func openStream() async throws(TaskFailure) -> HTTPBodyStream {
    let doing = "Listening to opencode"
    guard let server else { throw TaskFailure(.engine, "\(doing): it does not run.") }
    do throws(HTTPError) {
      // Servers of some versions say nothing while nothing happens.
      let stream = try await client.open(server.request("GET", "/event", silenceSeconds: 0))
      guard stream.head.isSuccess else {
        stream.cancel()
        throw .other("it answered with status \(stream.head.status)")
      }
      return stream
    } catch {
      throw TaskFailure(.network, "\(doing): the server's events cannot be read: \(error.text).")
    }
  }

  /// Reads events until the server is gone. A stream that is cut is opened again, and what was missed is read.
  func listen(_ first: HTTPBodyStream) async {
    var stream = first
    while true {
      await read(stream)
      guard !isStopping, !gone.isOpen, !Task.isCancelled else { return }
      guard let next = await reopened() else { return await lost() }
      stream = next
      await catchUp()
    }
  }

  private func read(_ stream: HTTPBodyStream) async {
    var parser = ServerSentEvents()
    var dropped = 0
    while let bytes = try? await stream.next() {
      let events = parser.append(bytes)
      if parser.dropped > dropped {
        dropped = parser.dropped
        await post([.notice(.warning, "An event of opencode is too long and was left out.")])
      }
      if !events.isEmpty { await take(events.map { channel.redactor.redact($0.data) }) }
      await channel.room()
    }
  }

  /// Events that came together: what they give is handed out at once, but for what has to be acted on in between.
  private func take(_ events: [String]) async {
    await channel.record(received: events.map { Array($0.utf8) })
    var ready: [AgentEvent] = []
    for data in events {
      let output = decoder.decode(data, now: .now)
      ready += output.events
      guard !output.control.isEmpty else { continue }
      await post(ready)
      ready = []
      for control in output.control { await act(control) }
    }
    await post(ready)
  }

  private func reopened() async -> HTTPBodyStream? {
    for seconds in patience {
      if await gone.wait(seconds: seconds) { return nil }
      if isStopping || Task.isCancelled { return nil }
      if let stream = try? await openStream() { return stream }
    }
    return nil
  }

  /// Nothing can be heard of the server any more.
  private func lost() async {
    guard !isStopping, !gone.isOpen else { return }
    let failure = TaskFailure(
      .network, "The connection to the opencode server at \(server?.base ?? "its address") was cut and cannot be made again; retry.")
    if program != nil {
      // Its end ends everything else.
      if !idle.isOpen { await finish(.failed(failure)) }
      Task { await self.channel.end(grace: 5) }
      return
    }
    gone.open()
    await close(.failed(failure), AgentExit())
  }

  // MARK: What was missed

  /// After the stream was cut: the messages as they are now, what is being asked, and whether the turn is over. The stream is open again already, so nothing falls
  /// between the two.
  private func catchUp() async {
    guard decoder.turnRunning || decoder.isPending else { return }
    await readMessages()
    await readRequests()
    let turn = idle
    guard openPlan == nil, let value = try? await call("GET", "/session/status", "Asking for the session's state") else { return }
    let state = decoder.session.flatMap { value[$0] }
    if state?["type"]?.string ?? "idle" != "idle" { return }
    if decoder.turnRunning, decoder.isActive {
      await turnIdle()
    } else {
      // It may not have begun yet.
      errands.append(
        Task {
          guard await !turn.wait(seconds: 3) else { return }
          await self.check(turn)
        })
    }
  }

  /// Reads the messages of our session and of its sub-agents'.
  func readMessages() async {
    guard let own = decoder.session else { return }
    if let children = try? await call("GET", "\(sessionPath)/children", "Reading what was missed") {
      for info in children.array ?? [] { decoder.child(info) }
    }
    for session in [own] + decoder.children.keys.sorted().suffix(32) {
      do throws(TaskFailure) {
        let path = "/session/\(OpenCodeServer.escaped(session))/message"
        guard let messages = try await call("GET", path, "Reading what was missed") else { continue }
        var line = JSONObject()
        line["type"] = "carrel.messages"
        line["properties"] = ["sessionID": .string(session), "messages": messages]
        await channel.record(received: [Array(JSONValue.object(line).serialized().utf8)])
        let output = decoder.read(messages)
        await post(output.events)
        for control in output.control where control != .idle { await act(control) }
      } catch {
        await post([.notice(.warning, error.text)])
      }
    }
  }

  /// Reads what is being asked now; what is asked no more is withdrawn.
  private func readRequests() async {
    guard let permissions = try? await call("GET", "/permission", "Reading what is asked"), let list = permissions.array else { return }
    let questions = (try? await call("GET", "/question", "Reading what is asked"))?.array ?? []
    var output = OpenCodeEventDecoder.Output()
    for permission in list { decoder.permission(permission, &output) }
    for question in questions { decoder.question(question, &output) }
    let open = Set((list + questions).compactMap { $0["id"]?.string })
    for id in asks.keys.sorted() where !open.contains(id) {
      asks[id] = nil
      output.events.append(.askWithdrawn(id: id))
    }
    await post(output.events)
    for control in output.control where control != .idle { await act(control) }
  }
}
