package import Model

/// A full page over the panes.
package struct PageState: Hashable, Sendable {
  /// Which page.
  package enum Kind: Hashable, Sendable {
    /// Every message so far.
    case log
    /// The engines.
    case engines
    /// The themes; the one that was in use before.
    case themes(before: String)
    /// The attempts at the ticket of a task, side by side.
    case compare(TaskID)
    /// The rules that answer by themselves.
    case rules
    /// How briefs would change with an addition.
    case briefs([BriefChange], addition: String)
    /// What is sought in all tasks ever.
    case archive(ArchiveState)
    /// Cost, tokens and time of all tasks.
    case statistics
    /// What a task did when.
    case timeline(TaskID)
    /// A text to read.
    case text(title: String, String)
  }

  /// Which page.
  package var kind: Kind
  /// The row under the cursor (themes, attempts, rules), else the first row shown.
  package var row = 0

  /// A page.
  package init(_ kind: Kind) { self.kind = kind }
}
