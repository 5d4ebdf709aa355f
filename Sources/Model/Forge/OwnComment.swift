/// What Carrel itself writes on a forge carries a mark that readers of Markdown do not see, so that it is not taken for somebody's answer.
package enum OwnComment {
  /// The beginning of the mark.
  private static let mark = "<!-- carrel"

  /// The text with the mark at its end; one that has it stays as it is.
  package static func marked(_ text: String, task: TaskID) -> String {
    if isMarked(text) { return text }
    return text + (text.hasSuffix("\n") ? "\n" : "\n\n") + "\(mark) \(task) -->\n"
  }

  /// Whether a text has the mark. Anybody can write it: it counts only together with the login of Carrel's token.
  package static func isMarked(_ text: String) -> Bool { text.contains(mark) }
}
