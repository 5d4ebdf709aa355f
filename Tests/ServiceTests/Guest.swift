import Client
import Model
import Synchronization
import TestSupport
import Wire

/// An operator's interface as the service sees it: attached, says where it looks, keeps what it was told.
final class Guest: Sendable {
  private struct Contents {
    var presence = Presence()
    var told = 0
    var notices = 0
  }

  let client: ServiceClient
  let author: String
  private let contents = Mutex(Contents())

  init(_ client: ServiceClient, _ author: String) {
    self.client = client
    self.author = author
  }

  /// Attaches, and listens from then on.
  @discardableResult
  func attach() async throws -> Snapshot {
    guard case .attached(let snapshot) = try await client.request(.attach) else { throw TestRepositoryFailure(text: "not attached") }
    Task {
      for await notice in client.notices {
        contents.withLock { contents in
          contents.notices += 1
          guard case .presence(let presence) = notice else { return }
          contents.presence = presence
          contents.told += 1
        }
      }
    }
    return snapshot
  }

  func look(_ number: Int?, _ words: String = "", holds: Bool = false, away: Bool = false) async throws {
    _ = try await client.request(.viewing(number.map { TaskID($0) }, at: ViewPlace(words: words, holds: holds, isAway: away)))
  }

  /// What the service says to a request: nil when it was done, else the refusal.
  func refusal(_ request: Request) async throws -> Refusal? {
    do throws(ClientError) {
      _ = try await client.request(request)
      return nil
    } catch {
      guard case .refused(let refusal) = error else { throw error }
      return refusal
    }
  }

  func lease(_ number: Int, _ act: LeaseAct) async throws -> Refusal? { try await refusal(.lease(TaskID(number), act)) }

  var presence: Presence { contents.withLock { $0.presence } }
  /// How often it was told who is there.
  var told: Int { contents.withLock { $0.told } }
  var notices: Int { contents.withLock { $0.notices } }

  /// Waits until what it was told is so.
  func until(_ what: String, _ condition: @escaping @Sendable (Presence) -> Bool) async throws {
    try await Patience.until("\(author) to be told \(what)", deadline: 60) { condition(presence) }
  }

  /// Waits until it knows that somebody holds a task; nil: nobody.
  func until(_ number: Int, isOf holder: String?) async throws {
    try await until("that T\(number) is \(holder ?? "nobody")'s") { $0.lease(of: TaskID(number))?.holder == holder }
  }
}
