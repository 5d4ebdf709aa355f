/// A file's diff as the service answered, or why there is none.
struct LoadedDiff: Hashable, Sendable {
  /// What was asked.
  var wanted: WantedDiff
  /// The text; nil when git showed nothing.
  var file: FileDiff?
  /// The service's refusal in words; nil when it answered.
  var refusal: String?
}
