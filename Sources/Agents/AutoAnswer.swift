/// What is said to an agent that asks while nobody is there.
enum AutoAnswer {
  /// To a question.
  static let decideYourself =
    "Nobody is here to answer. Decide yourself what fits the ticket best, go on, and say in your closing summary what you decided."

  /// To a tool call that the task's rules do not allow.
  static func denied(_ tool: String) -> String {
    "The rules of this task do not allow \(tool), and nobody is here to be asked. Do it another way, or leave it and say in your closing summary what could not be done."
  }
}
