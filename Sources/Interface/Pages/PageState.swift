package import Model

/// A full page over the panes.
package struct PageState: Hashable, Sendable {
  /// Which page.
  package enum Kind: Hashable, Sendable {
    /// Every message so far.
    case log
    /// The engines.
    case engines
    /// What is in force, and where it comes from.
    case settings
    /// The themes; the one that was in use before.
    case themes(before: String)
    /// The attempts at the ticket of a task, side by side.
    case compare(TaskID)
    /// What happened while the operator was away.
    case since(SinceLeft)
    /// What waits to be published.
    case outbox
    /// The rules that answer by themselves.
    case rules
    /// How briefs would change with an addition.
    case briefs([BriefChange], addition: String)
    /// Which tasks are in each other's way.
    case conflicts(ConflictsState)
    /// What is sought in all tasks ever.
    case archive(ArchiveState)
    /// Issues of a repository's forge, or of a tracker.
    case issues(IssuesState)
    /// Cost, tokens and time of all tasks.
    case statistics
    /// What a task did when.
    case timeline(TaskID)
    /// What a task's agent claims, and what really ran.
    case evidence(TaskID)
    /// What came of a task's pull request.
    case pull(TaskID)
    /// A text to read.
    case text(title: String, String)
  }

  /// Which page.
  package var kind: Kind
  /// The row under the cursor (themes, attempts, what happened, rules, claims and runs), else the first row shown.
  package var row = 0
  /// The words that a part must have to be shown.
  package var filter = TextBuffer()
  /// Whether they are being typed.
  package var isFiltering = false

  /// A page.
  package init(_ kind: Kind) { self.kind = kind }

  /// The words sought, in small letters.
  var words: [Substring] { filter.text.lowercased().split(separator: " ") }

  /// Whether a text has all the words.
  func shows(_ text: String, _ words: [Substring]) -> Bool {
    guard !words.isEmpty else { return true }
    let text = text.lowercased()
    return words.allSatisfy { text.contains($0) }
  }

  /// The themes that the filter lets through.
  func themes(_ state: InterfaceState) -> [String] {
    let words = words
    return state.themes.filter { shows($0, words) }
  }
}
