internal import CSystem
internal import Synchronization

/// Asks the system for the addresses of names (getaddrinfo(3): files, DNS, whatever this host is set up with). Each question blocks a thread of its own, of which
/// there are only a few, so that a flood of slow names holds up other names at most. Any caller, any order.
package final class NameResolver: Sendable {
  private let most: Int
  private let asked = Mutex(0)

  /// A resolver that asks at most so many questions at a time; more are refused.
  package init(most: Int = 16) { self.most = most }

  /// The addresses of a name, in the system's order, at most 32, with this port.
  /// - Throws: `PlatformError.io` when there are none, when the answer does not come in time, and when too many questions are open.
  package func addresses(of name: String, port: UInt16, seconds: Double) async throws(PlatformError) -> [InternetAddress] {
    let doing = "resolving \(name)"
    guard !name.isEmpty, name.utf8.count <= 255, !name.utf8.contains(0) else { throw .io(doing: doing, reason: "it is no name") }
    let free = asked.withLock { count in
      if count >= most { return false }
      count += 1
      return true
    }
    guard free else { throw .io(doing: doing, reason: "\(most) other names are being resolved; try again") }
    let answer = Answer()
    let started = OwnThread.start("carrel-resolve") { [self] in
      let result = Self.ask(name, port)
      asked.withLock { $0 -= 1 }
      answer.give(result)
    }
    if !started {
      asked.withLock { $0 -= 1 }
      throw .io(doing: doing, reason: "the system has no thread left")
    }
    let timer = Task {
      do throws(CancellationError) { try await pause(for: .seconds(seconds)) } catch { return }
      answer.give(.failed("no answer within \(Int(seconds)) s"))
    }
    defer { timer.cancel() }
    let result = await withTaskCancellationHandler {
      await answer.wait()
    } onCancel: {
      answer.give(.failed("it was given up"))
    }
    switch result {
    case .found(let addresses): return addresses
    case .failed(let reason): throw .io(doing: doing, reason: reason)
    }
  }

  private enum Result: Sendable {
    case found([InternetAddress])
    case failed(String)
  }

  /// An answer that comes once, from whoever is first.
  private final class Answer: Sendable {
    private let state = Mutex<(result: Result?, waiting: CheckedContinuation<Result, Never>?)>((nil, nil))

    func give(_ result: Result) {
      let waiting = state.withLock { state -> CheckedContinuation<Result, Never>? in
        guard state.result == nil else { return nil }
        state.result = result
        defer { state.waiting = nil }
        return state.waiting
      }
      waiting?.resume(returning: result)
    }

    func wait() async -> Result {
      await withCheckedContinuation { (continuation: CheckedContinuation<Result, Never>) in
        let result = state.withLock { state -> Result? in
          if state.result == nil { state.waiting = continuation }
          return state.result
        }
        if let result { continuation.resume(returning: result) }
      }
    }
  }

  private static func ask(_ name: String, _ port: UInt16) -> Result {
    let most = 32
    var room = [UInt8](repeating: 0, count: 17 * most)
    var systemError: Int32 = 0
    let count = Int(cs_resolve(name, &room, Int32(most), &systemError))
    if count < 0 {
      if systemError != 0 { return .failed(PlatformError.reason(systemError)) }
      let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer -> String? in
        guard let base = buffer.baseAddress else { return nil }
        cs_resolve_error(Int32(count), base, 128)
        return String(validatingCString: base)
      }
      return .failed(text ?? "it has no address")
    }
    var found: [InternetAddress] = []
    for index in 0..<count {
      let start = 17 * index
      let bytes = Array(room[(start + 1)..<(start + 1 + Int(room[start]))])
      if let address = InternetAddress(bytes: bytes, port: port), !found.contains(address) { found.append(address) }
    }
    return found.isEmpty ? .failed("it has no address") : .found(found)
  }
}
