/// docs/failures.md: what really happened to other programs of this kind, and the tests that show that it does not happen here.
enum FailuresPage {
  /// One failure.
  struct Failure {
    let severity: Character
    let text: String
    /// What it waits for, or why it cannot be shown here; empty when its tests show it whole.
    let rest: String
    /// What is being built that shows it; said only as long as no test does.
    let pending: String

    init(_ severity: Character, _ text: String, _ rest: String = "", pending: String = "") {
      self.severity = severity
      self.text = text
      self.rest = rest
      self.pending = pending
    }
  }

  /// F1 … F51, in order.
  static let failures = [
    Failure("A", "Work trees and their commits were deleted when the session ended"),
    Failure("A", "Deletion went on with `rm -rf` although a process still wrote there"),
    Failure("A", "Deletion went to the operator's own repository, or to a work tree that was there before"),
    Failure("A", "A directory was used again while its former task lived"),
    Failure("A", "Work was removed by age, or by the system's cleaner of temporary files", pending: "the ends of tasks"),
    Failure("A", "Deleting one workspace took objects that others shared"),
    Failure("A", "Workspaces made at once failed on each other's locks"),
    Failure("A", "What had changed since the operator was asked was deleted with the rest"),
    Failure("A", "A start or resume that failed removed the work tree and its branch"),
    Failure("A", "An empty or failed read overwrote what was stored; simultaneous inserts were lost"),
    Failure("A", "Waking a task deleted its transcript and ran the first prompt again"),
    Failure("B", "Unusual sources gave a giant or an empty diff"),
    Failure("B", "The database and the directories disagreed: rows that could not be deleted, gigabytes left"),
    Failure("B", "A branch that was merged by squash counted as unmerged for ever", "the forge issue: who knows of a merge"),
    Failure("B", "A partial deletion of many brought back what was gone already", pending: "the ends of tasks"),
    Failure("A", "The disk was filled: database and agents went down"),
    Failure("C", "Setup failed in silence; scripts of a repository ran without consent"),
    Failure("A", "Zombies, until the machine could not start a process"),
    Failure("A", "Agents outlived their parent"),
    Failure("A", "A name or a pid that was used again stood for something else, which was killed"),
    Failure("B", "Clients that came and went used up the pseudo-terminals"),
    Failure("B", "What was stopped started again; one dead login made the whole fleet flap"),
    Failure("B", "Idle was shown as waiting"),
    Failure("B", "Two views of the same task said different things"),
    Failure("B", "A late or repeated event made a state stick"),
    Failure("B", "A session that stalled, or whose machine slept, was called dead", pending: "the ends of tasks"),
    Failure("B", "Notifications came many times, or never"),
    Failure("A", "Attaching sent something that the agent took for consent"),
    Failure("B", "Long prompts were cut into several, or characters fell out"),
    Failure("C", "A paste was read as keys"),
    Failure("C", "Answers of the terminal were typed into the prompt"),
    Failure("B", "Control characters of an agent reached the terminal"),
    Failure("C", "The screen flickered, because all of it was sent again", "the screen issue: nested tmux, measured in bytes a second"),
    Failure("C", "Wide characters left ghosts"),
    Failure("C", "A click or a key by accident opened, sent or threw away"),
    Failure(
      "A", "Logging out ended the sessions",
      "a machine with systemd and `KillUserProcesses`: see docs/security.md, \"What could not be tried here\""),
    Failure("B", "The service kept the ssh agent of a login that was over"),
    Failure("B", "One slow thing froze everything"),
    Failure("B", "Two interfaces on one profile drove all tasks to an error"),
    Failure("B", "A reboot lost tasks, or began their conversations anew"),
    Failure("B", "An upgrade ended running sessions, or mixed versions"),
    Failure("B", "Memory grew with the uptime", "the screen issue: a soak of two days"),
    Failure("C", "A key took seconds with many sessions"),
    Failure("B", "git was run all the time although nothing changed", pending: "the live diff"),
    Failure("A", "A budget did not hold for what the agent started"),
    Failure("A", "Comments of its own made new tasks"),
    Failure("B", "A usage limit ended wrongly: the prompt was lost, or done again"),
    Failure("A", "An isolated agent reached the operator's own checkout", pending: "the sandbox"),
    Failure("B", "Isolation that could not be had was left out in silence", pending: "the sandbox"),
    Failure("A", "Secrets lay in files and in logs", pending: "the secrets"),
    Failure("B", "Dependencies and caps were stored and not kept"),
  ]

  /// The tests about a failure, by their names.
  static func tests(of number: Int) -> [String] { TestNames.shown.filter { TestNames.failures(in: $0).contains(number) } }

  /// The page.
  static func render() -> String {
    var lines = [
      "# What happened to others", "",
      "Failures that users of other programs of this kind really reported, and the tests that show that Carrel does not have them. A: work, money or secrets were lost;",
      "B: the operator was led to a wrong decision; C: it was in the way. A test says in its name which of them it is about; this page is made from those names",
      "(`CARREL_UPDATE_DOCS=1 .ci/test --filter RepositoryTests`), and a test holds it true.", "", "| | | What happened | Shown by |",
      "|---|---|---|---|",
    ]
    for (index, failure) in failures.enumerated() {
      var shown = tests(of: index + 1).map { "`\($0)`" }
      if !failure.rest.isEmpty { shown.append((shown.isEmpty ? "waits for " : "the rest waits for ") + failure.rest) }
      if shown.isEmpty { shown = [failure.pending.isEmpty ? "NOT SHOWN" : "waits for " + failure.pending] }
      lines.append("| F\(index + 1) | \(failure.severity) | \(failure.text) | \(shown.joined(separator: "<br>")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
