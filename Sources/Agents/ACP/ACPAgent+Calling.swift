import JSON
import Model
import Platform

/// Requests of ours, and our answers to the agent's.
extension ACPAgent {
  /// A request whose refusal is a failure.
  func call(_ method: String, _ parameters: JSONValue, _ doing: String) async throws(TaskFailure) -> JSONValue {
    try accepted(await request(method, parameters, doing), doing)
  }

  /// An answer's result.
  func accepted(_ answer: Result<JSONValue, ACPRefusal>, _ doing: String) throws(TaskFailure) -> JSONValue {
    switch answer {
    case .success(let value): return value
    case .failure(let refusal):
      var failure = ACPFailure.failure(refusal.error, doing: doing, engine: program.engine, methods: offers.methods)
      // What is unknown about a session is the engine's: the session that it does not know any more.
      if failure.kind == .unknown || failure.kind == .badRequest { failure.kind = .engine }
      throw failure
    }
  }

  /// Sends a request and waits for its answer.
  func request(_ method: String, _ parameters: JSONValue, _ doing: String) async throws(TaskFailure) -> Result<JSONValue, ACPRefusal> {
    requestNumber += 1
    let id = requestNumber
    let seconds = options.patience
    let timer = Task {
      try? await pause(for: .seconds(seconds))
      if !Task.isCancelled {
        self.settle(id, .failure(ACPRefusal(.failed("no answer to \(method) within \(Int(seconds)) s"))))
      }
    }
    defer { timer.cancel() }
    let line = ACPMessage.request(id, method, parameters)
    let answer = await withCheckedContinuation { (continuation: CheckedContinuation<Result<JSONValue, ACPRefusal>, Never>) in
      guard !gone.isOpen else {
        continuation.resume(returning: .failure(ACPRefusal(.failed("it has ended"))))
        return
      }
      pending[id] = .call(continuation)
      Task { await self.put(line, id, doing) }
    }
    if gone.isOpen {
      let said = await channel.lastWords
      throw TaskFailure(.engine, "\(doing): \(program.engine) ended before it answered.\(said)")
    }
    return answer
  }

  private func put(_ line: JSONValue, _ id: Int, _ doing: String) async {
    do throws(TaskFailure) {
      try await channel.write(line, doing)
    } catch {
      // A program that ends has more to say than that it does not read; its end settles the request.
      if await !gone.wait(seconds: 5) { settle(id, .failure(ACPRefusal(.failed("it does not read its input")))) }
    }
  }

  /// Ends the wait for an answer.
  func settle(_ id: Int, _ answer: Result<JSONValue, ACPRefusal>) {
    guard case .call(let continuation) = pending[id] else { return }
    pending[id] = nil
    continuation.resume(returning: answer)
  }

  /// Answers a request of the agent. The answers are written one after another apart from the reading: an agent that writes while it does not read must not make us wait
  /// for it.
  func reply(_ id: JSONValue, _ result: Result<JSONValue, ACPRefusal>) {
    var line: [UInt8] = []
    ACPMessage.answer(id, result).appendBytes(to: &line)
    answers.append(line)
    answerBytes += line.count
    if answerBytes > Self.answerLimit {
      (answers, answerBytes) = ([], 0)
      Task { await self.endDeaf() }
    }
    guard !isAnswering else { return }
    isAnswering = true
    Task { await self.writeAnswers() }
  }

  /// An agent that asks and asks and reads none of its answers has to be ended.
  private func endDeaf() async {
    await channel.post([.notice(.error, "\(program.engine) does not read its answers; its process was ended.")])
    await channel.end(grace: 2)
  }

  private static var answerLimit: Int { 64 << 20 }

  private func writeAnswers() async {
    while !answers.isEmpty {
      let next = answers.removeFirst()
      answerBytes -= next.count
      if (try? await channel.write(line: next, "answering")) == nil { (answers, answerBytes) = ([], 0) }
    }
    isAnswering = false
  }
}
