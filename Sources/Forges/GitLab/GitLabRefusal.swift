/// What GitLab's refusals mean to whoever asked for it, beyond what the status says. Pure. Source: messages of `MergeRequest`'s validations and of lib/api/helpers.rb.
enum GitLabRefusal {
  /// The same failure with what the operator can do about it, where GitLab's words are known.
  static func explained(_ error: ForgeError) -> ForgeError {
    guard error.kind == .refused else { return error }
    let text = error.text.lowercased()
    func with(_ kind: ForgeError.Kind, _ advice: String) -> ForgeError {
      var text = error.text
      if text.hasSuffix(".") { text.removeLast() }
      return ForgeError(kind, "\(text); \(advice).", retryAfter: error.retryAfter)
    }
    if text.contains("another open merge request") { return with(.refused, "it was opened by somebody else meanwhile: look at it first") }
    if text.contains("moved projects") {
      return with(.notFound, "the project has another path now: give the remote its new address")
    }
    if text.contains("source_branch") || text.contains("source branch") { return with(.refused, "look whether the branch was pushed") }
    if text.contains("target_branch") || text.contains("target branch") {
      return with(.refused, "look whether there is such a base branch")
    }
    return error
  }
}
