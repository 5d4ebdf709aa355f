import Egress
import Synchronization

/// Hands a gateway's news on with which gateway it is, so that the news of one whose agent is gone is told apart.
final class GatewayTeller: Sendable {
  private let source = Mutex<ObjectIdentifier?>(nil)
  private let receiver: @Sendable (GatewayNews, ObjectIdentifier) async -> Void

  init(_ receiver: @escaping @Sendable (GatewayNews, ObjectIdentifier) async -> Void) { self.receiver = receiver }

  /// Whose news it is.
  func take(_ id: ObjectIdentifier) { source.withLock { $0 = id } }

  /// Hands news on.
  func tell(_ news: GatewayNews) async {
    guard let id = source.withLock({ $0 }) else { return }
    await receiver(news, id)
  }
}
