import CCurl
import Platform
import Synchronization

/// The one thread of a client, which carries all of its transfers and sleeps while none has anything to do.
final class HTTPLoop: Sendable {
  /// What the thread is asked for, in order.
  enum Command {
    case add(HTTPTransfer)
    case resume(HTTPTransfer)
    case remove(HTTPTransfer)
    case end
  }

  private struct State {
    var commands: [Command] = []
    var hasEnded = false
  }

  private nonisolated(unsafe) let multi: UnsafeMutableRawPointer
  private let certificates: String?
  private let state = Mutex(State())

  /// The library is set up once a process, by whoever comes first.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_SSL)) == CURLE_OK

  /// A loop whose thread runs; nil when the library or the system has none for us.
  init?(certificates: String?) {
    guard Self.isReady, let multi = curl_multi_init() else { return nil }
    self.multi = multi
    self.certificates = certificates
    guard OwnThread.start("carrel-http", { [self] in run() }) else {
      curl_multi_cleanup(multi)
      return nil
    }
  }

  /// Asks the thread for something; after the end nothing happens.
  func post(_ command: Command) {
    state.withLock { state in
      guard !state.hasEnded else { return }
      state.commands.append(command)
      // Under the lock: the handle is there as long as `hasEnded` is not set.
      curl_multi_wakeup(multi)
    }
  }

  private func run() {
    var running: [ObjectIdentifier: EasyTransfer] = [:]
    while follow(&running) {
      var count: Int32 = 0
      curl_multi_perform(multi, &count)
      takeEnded(&running)
      let pause = endSilent(&running)
      curl_multi_poll(multi, nil, 0, pause, nil)
    }
    for easy in running.values {
      curl_multi_remove_handle(multi, easy.handle)
      easy.transfer.finish(.cancelled)
    }
    curl_multi_cleanup(multi)
  }

  /// Does what was asked for; false when the end was.
  private func follow(_ running: inout [ObjectIdentifier: EasyTransfer]) -> Bool {
    let commands = state.withLock { state in
      defer { state.commands = [] }
      return state.commands
    }
    for command in commands {
      switch command {
      case .add(let transfer):
        guard let easy = EasyTransfer(transfer, certificates: certificates), curl_multi_add_handle(multi, easy.handle) == CURLM_OK else {
          transfer.finish(.other("there is no memory for the request"))
          continue
        }
        running[ObjectIdentifier(transfer)] = easy
      case .resume(let transfer):
        guard let easy = running[ObjectIdentifier(transfer)] else { continue }
        easy.activity = .now
        curl_easy_pause(easy.handle, CURLPAUSE_CONT)
      case .remove(let transfer):
        guard let easy = running.removeValue(forKey: ObjectIdentifier(transfer)) else { continue }
        curl_multi_remove_handle(multi, easy.handle)
      case .end:
        state.withLock { $0.hasEnded = true }
        return false
      }
    }
    return true
  }

  /// Takes the transfers that are over.
  private func takeEnded(_ running: inout [ObjectIdentifier: EasyTransfer]) {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
      let code = message.pointee.data.result
      guard let (id, easy) = running.first(where: { $0.value.handle == handle }) else { continue }
      running[id] = nil
      curl_multi_remove_handle(multi, handle)
      easy.transfer.finish(easy.failure(code))
    }
  }

  /// Ends transfers that have been silent for too long; milliseconds until the next one will have been.
  private func endSilent(_ running: inout [ObjectIdentifier: EasyTransfer]) -> Int32 {
    var earliest = Double(Int32.max) / 1000
    for (id, easy) in running {
      let limit = easy.transfer.request.silenceSeconds
      guard limit > 0, !easy.transfer.isPaused else { continue }
      let left = limit - (ContinuousClock.now - easy.activity) / .seconds(1)
      if left <= 0 {
        running[id] = nil
        curl_multi_remove_handle(multi, easy.handle)
        easy.transfer.finish(.cut("not a byte came for \(limit) s"))
      } else {
        earliest = min(earliest, left)
      }
    }
    return Int32(min((earliest * 1000).rounded(.up), Double(Int32.max)))
  }
}
