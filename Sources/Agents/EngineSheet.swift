/// What docs/engines.md says about an engine beside its capabilities and variables.
package struct EngineSheet: Hashable, Sendable {
  /// How the engine was tried for this version.
  package enum Trial: String, Hashable, Sendable {
    /// Its real program, in the project's own tests.
    case realProgram = "the real program, in every run of the tests"
    /// Recorded streams of its real program.
    case recordings = "recorded streams of the real program"
    /// A stand-in that follows its documentation.
    case standIn = "a stand-in that follows its documentation; the real program was not at hand"
    /// Its documented command line only.
    case unverified = "its documented command line; never run by the project"
  }

  /// The project's own name of it: "Claude Code".
  package var title: String
  /// Its page.
  package var homepage: String
  /// Command lines that are started, by dialect; `…` stands for what depends on the task.
  package var commandLines: [String]
  /// What it leaves behind, and where; all of it inside the task's private home or workspace.
  package var leavesBehind: [String]
  /// Peculiarities that operators should know.
  package var remarks: [String]
  /// How it was tried.
  package var trial: Trial

  /// A sheet.
  package init(
    title: String, homepage: String, commandLines: [String], leavesBehind: [String] = [], remarks: [String] = [], trial: Trial
  ) {
    self.title = title
    self.homepage = homepage
    self.commandLines = commandLines
    self.leavesBehind = leavesBehind
    self.remarks = remarks
    self.trial = trial
  }
}
