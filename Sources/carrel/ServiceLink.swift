import Platform
import Client
import Interface
import Synchronization
import Wire

/// The interface's connection to the service: attaches, passes notices and replies on in order, and attaches again when the line breaks.
final class ServiceLink: Sendable {
  private let starter: ServiceStarter
  private let inbox: LoopInbox
  private let client: Mutex<ServiceClient?>

  /// A link over a connection that stands; `starter` makes the later ones.
  init(starter: ServiceStarter, first: ServiceClient, inbox: LoopInbox) {
    self.starter = starter
    client = Mutex(first)
    self.inbox = inbox
  }

  /// Attaches and stays attached until the task is cancelled.
  func run() async {
    var wait = 0.25
    var first = client.withLock { $0 }
    while !Task.isCancelled {
      do throws(ClientError) {
        let connected: ServiceClient
        if let standing = first { connected = standing } else { connected = try await starter.connect() }
        first = nil
        client.withLock { $0 = connected }
        guard case .attached(let snapshot) = try await connected.request(.attach) else { throw .disconnected }
        wait = 0.25
        inbox.put(.connected(snapshot))
        for await notice in connected.notices {
          if inbox.put(.notice(notice)) { continue }
          // Nobody has looked for long: what was missed comes with the next attach.
          connected.close()
          break
        }
        await inbox.looked()
        inbox.put(.disconnected("the service ended the connection"))
      } catch {
        inbox.put(.disconnected(error.text))
      }
      client.withLock { $0 = nil }
      try? await pause(for: .seconds(wait))
      wait = min(wait * 2, 5)
    }
  }

  /// Sends a request; its reply comes to the inbox with the same number.
  func send(_ id: Int, _ request: Request) {
    guard let connected = client.withLock({ $0 }) else {
      inbox.put(.reply(id, .refused(Refusal(.failed, "The service is not connected; nothing was sent."))))
      return
    }
    Task {
      let reply = await connected.send(request)
      inbox.put(.reply(id, reply ?? .refused(Refusal(.failed, "The connection ended before the service answered."))))
    }
  }

  /// Ends the connection.
  func close() { client.withLock { $0 }?.close() }
}
