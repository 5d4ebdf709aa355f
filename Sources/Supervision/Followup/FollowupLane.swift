/// The one Swift task that asks a forge about requests: it sleeps, or it asks.
struct FollowupLane {
  /// The loop.
  var loop: Task<Void, Never>
  /// Whether a question is under way, which is not to be cut.
  var isAsking = false
}
