import Agents
import Glibc
import Synchronization

/// The demo program on a thread of its own, in the place of a child process.
final class DemoThread: AgentProcess {
  private let input: Int32
  private let output: AsyncStream<[UInt8]>
  private let errors: AsyncStream<[UInt8]>
  private let exit: AsyncStream<Int32>
  private let ended = Mutex<(code: Int32?, waiting: [CheckedContinuation<Void, Never>])>((nil, []))
  private let isClosed = Mutex(false)

  init(_ command: AgentCommand) {
    func pair() -> (Int32, Int32) {
      var ends: [Int32] = [-1, -1]
      pipe(&ends)
      return (ends[0], ends[1])
    }
    let (fromAgent, toProgram) = pair()
    let (fromProgram, toAgent) = pair()
    let (fromErrors, toErrors) = pair()
    input = toProgram
    output = Self.stream(fromProgram)
    errors = Self.stream(fromErrors)
    let (exits, continuation) = AsyncStream<Int32>.makeStream()
    exit = exits
    TestThread.start {
      let code = DemoProgram.main(
        arguments: Array(command.arguments), environment: command.environment,
        directory: command.directory, input: fromAgent,
        output: toAgent,
        errorOutput: toErrors)
      for descriptor in [fromAgent, toAgent, toErrors] { close(descriptor) }
      continuation.yield(code)
      continuation.finish()
    }
    Task {
      for await code in exit {
        let waiting = ended.withLock { state in
          defer { state = (code, []) }
          return state.waiting
        }
        for continuation in waiting { continuation.resume() }
      }
    }
  }

  private static func stream(_ descriptor: Int32) -> AsyncStream<[UInt8]> {
    let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
    TestThread.start {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count <= 0 { break }
        continuation.yield(Array(buffer[..<count]))
      }
      close(descriptor)
      continuation.finish()
    }
    return stream
  }

  func write(_ bytes: [UInt8]) async -> Bool {
    if ended.withLock({ $0.code != nil }) || isClosed.withLock({ $0 }) { return false }
    return bytes.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) } == bytes.count
  }

  func closeInput() {
    let first = isClosed.withLock { closed in
      defer { closed = true }
      return !closed
    }
    if first { close(input) }
  }

  func nextOutput() async -> [UInt8]? {
    for await bytes in output { return bytes }
    return nil
  }

  func nextError() async -> [UInt8]? {
    for await bytes in errors { return bytes }
    return nil
  }

  func drain() {}

  func wait() async -> AgentExit {
    await withCheckedContinuation { continuation in
      let isOver = ended.withLock { state in
        if state.code == nil { state.waiting.append(continuation) }
        return state.code != nil
      }
      if isOver { continuation.resume() }
    }
    return AgentExit(code: ended.withLock { $0.code }.map(Int.init))
  }

  func end(grace seconds: Double) async {
    closeInput()
    _ = await wait()
  }
}
