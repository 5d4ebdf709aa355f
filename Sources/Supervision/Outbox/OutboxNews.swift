import Model

/// What whoever approved hears first of an entry.
enum OutboxNews: Hashable, Sendable {
  /// The request is open.
  case published(OutboxEntry)
  /// It waits; why.
  case waits(String)
  /// The task is back in review; why.
  case back(String)
}
