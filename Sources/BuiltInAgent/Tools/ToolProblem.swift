import Platform

/// Why a call is not done: a sentence for the model.
struct ToolProblem: Error, Hashable {
  /// The sentence.
  var text: String

  init(_ text: String) { self.text = text }

  init(_ error: PlatformError) { text = error.text }
}
