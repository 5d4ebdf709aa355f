/// A setup command whose result is kept in the template, so that it runs once for each commit and not once for each task.
package struct SharedSetup: Sendable {
  /// How it ended.
  package enum Outcome: Hashable, Sendable {
    /// Its result may be copied.
    case done
    /// It failed, in words; nothing of it is kept.
    case failed(String)
    /// It was ended because the task that ran it went another way; another task's setup begins anew.
    case cut
  }

  /// Where it runs: nobody's workspace.
  package struct Place: Hashable, Sendable {
    /// The tree.
    package var workspace: String
    /// The home; what is left in it is copied too.
    package var home: String
    /// The mirror's objects, to be read only.
    package var mirrorObjects: String
  }

  /// The command as configured: another one is another template.
  package var command: String
  /// Runs it in a sandbox; any thread.
  package var run: @Sendable (Place) async -> Outcome

  /// A shared setup.
  package init(command: String, run: @escaping @Sendable (Place) async -> Outcome) {
    self.command = command
    self.run = run
  }
}
