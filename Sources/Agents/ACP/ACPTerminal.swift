import Platform
import Secrets

/// A command that an agent has us run (`terminal/create`), in the task's sandbox. Its standard output and error in the order in which they came; only the end of them
/// is kept.
actor ACPTerminal {
  let id: String
  private let process: any AgentProcess
  private let limit: Int
  private let told: @Sendable (String) async -> Void
  private var stream: RedactionStream
  private var kept: [UInt8] = []
  private var pieces: [UInt8] = []
  private var isTruncated = false
  private(set) var exit: AgentExit?
  private let over = Latch()

  /// A terminal around a program that runs. `limit` is in bytes; `told` takes new output in text, without secrets.
  init(id: String, process: any AgentProcess, limit: Int, redactor: Redactor, told: @escaping @Sendable (String) async -> Void) {
    self.id = id
    self.process = process
    self.limit = limit
    self.told = told
    stream = redactor.stream()
  }

  /// Reads until the program is gone; to be called once, in a task of its own. The end of the program ends its streams, also when a descendant holds them.
  func run() async {
    process.closeInput()
    let process = process
    let ender = Task {
      _ = await process.wait()
      process.drain()
    }
    let errors = Task {
      while let bytes = await process.nextError() { await self.take(bytes) }
    }
    while let bytes = await process.nextOutput() { await take(bytes) }
    await errors.value
    await ender.value
    exit = await process.wait()
    await tell(stream.finish(), isLast: true)
    over.open()
  }

  /// What it printed so far, at most the limit, and whether the beginning was left out.
  var output: (text: String, isTruncated: Bool) { (String(decoding: Self.tail(kept, limit), as: UTF8.self), isTruncated) }

  /// Waits until it has ended by itself or was ended.
  func ended() async -> AgentExit {
    _ = await over.wait()
    return exit ?? AgentExit()
  }

  /// Ends the program and everything that it started.
  nonisolated func kill() async { await process.end(grace: 1) }

  private func take(_ bytes: [UInt8]) async {
    kept += bytes
    if kept.count > limit {
      isTruncated = true
      // Not at every byte: what is left out moves all that stays.
      if kept.count > limit * 2 + 65_536 { kept = Array(Self.tail(kept, limit)) }
    }
    await tell(stream.append(bytes), isLast: false)
  }

  /// Hands on whole characters; what may be the beginning of one waits for the rest.
  private func tell(_ bytes: [UInt8], isLast: Bool) async {
    pieces += bytes
    var end = pieces.count
    if !isLast {
      var back = end
      while back > 0, end - back < 3, pieces[back - 1] & 0xc0 == 0x80 { back -= 1 }
      if back > 0, pieces[back - 1] >= 0xc0 { end = back - 1 }
    }
    guard end > 0 else { return }
    let text = String(decoding: pieces[..<end], as: UTF8.self)
    pieces.removeFirst(end)
    await told(text)
  }

  /// The last bytes, cut between characters.
  private static func tail(_ bytes: [UInt8], _ limit: Int) -> ArraySlice<UInt8> {
    guard bytes.count > limit else { return bytes[...] }
    var start = bytes.count - limit
    while start < bytes.count, bytes[start] & 0xc0 == 0x80 { start += 1 }
    return bytes[start...]
  }
}
