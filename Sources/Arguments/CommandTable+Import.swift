import Model

/// `carrel import`, and what it has in common with `carrel add`: how the tasks are worked on.
extension CommandTable {
  /// How the tasks of a list are worked on.
  static let taskOptions = [
    CommandOption(
      "base", "b", .text("REF"), "The branch, tag or commit to start from; the repository's HEAD or default branch when left out"),
    CommandOption("engine", "e", .engines, "The engine; with several, each ticket is tried with every one of them"),
    CommandOption("model", "m", .text("M"), "The engine's model"),
    CommandOption("mode", nil, .choice(TaskMode.allCases.map(\.rawValue)), "How much the agent may do without asking (auto)"),
    CommandOption("effort", nil, .text("L"), "The engine's own word for how hard to think"),
    CommandOption("priority", "p", .number(least: -1000), "Higher comes first (0)"),
    CommandOption("after", nil, .task, repeats: true, "Start only when this task is done"),
    CommandOption(
      "best-of", nil, .number(least: 1), "Try each ticket so many times side by side, the engines taking turns, to choose the best"),
    CommandOption("chain", "c", .text("NAME"), "Let each ticket go through the steps of a configured chain"),
    CommandOption(
      "steps", nil, .text("STEPS"),
      "The same in words: plan:claude/opus,implement:codex,publish; + before a name is a workspace of its own"),
    CommandOption("canary", nil, .number(least: 1), "Start only the first N; the rest waits until `carrel queue go ID`"),
    CommandOption("then-go", "With --canary: the rest goes by itself when all canaries are done"),
    CommandOption("budget", nil, .money, "The most money for each task, in US dollars; 0 is none"),
    CommandOption("max-turns", nil, .number(least: 0), "The most turns of the model for each task; 0 is none"),
    CommandOption("max-tokens", nil, .number(least: 0), "The most tokens for each task; 0 is none"),
    CommandOption("timeout", nil, .duration, "The longest time of running for each task, waiting not counted; 0 is none"),
    CommandOption("fallback", nil, .engine, "The engine to go on with when the usage limit of the first is reached"),
    CommandOption(
      "allow-host", nil, .text("HOST[:PORT]"), repeats: true, "Let the tasks reach this host too; *.HOST is every name below it"),
  ]

  static let importing = Command(
    "import", .queue, "Queue the open issues of a repository on its forge, or of a tracker, each once",
    arguments: [
      CommandArgument(
        "REPO", .repository, .optional,
        "A directory, an address, or OWNER/NAME beside the current directory's remote; the current directory's when left out")
    ],
    options: [
      CommandOption("label", "l", .text("L"), repeats: true, "Only issues that have this label; with several, all of them"),
      CommandOption("milestone", nil, .text("M"), "Only issues of this milestone, by its title"),
      CommandOption("assignee", "a", .text("A"), "Only issues that this login is assigned to; @me is whose the token is"),
      CommandOption("query", "q", .text("Q"), "Only issues with these words; of a tracker also JQL, or Linear's filter as JSON"),
      CommandOption("state", "s", .choice(IssueFilter.State.allCases.map(\.rawValue)), "Open ones, closed ones, or both (open)"),
      CommandOption("limit", nil, .number(least: 1), "The most issues that are read (200)"),
      CommandOption(
        "from", nil, .text("NAME"), "From this [[tracker]] of the configuration (Jira, Linear); REPO is where the work is done"),
      CommandOption("update", "u", "Waiting tasks take the changed text of their issues"),
      CommandOption(
        "tell", nil, .task, repeats: true, "Nothing is read: hand this task, which is under way, the changed text of its issue as a message"
      ),
    ] + taskOptions + [
      CommandOption("again", "Queue also issues whose task has ended"), CommandOption("dry-run", "n", "Only show what would be done"), json,
    ],
    details: [
      "Prints one line per issue: what became of it (queued, known, changed, updated, offered, failed), the task, the issue, its title, with tabs between. An issue "
        + "that a task stands for is not queued again; when its text, labels or comments changed since, the task is marked and its transcript says so.",
      "When the forge asks to wait, it waits and goes on. When it fails in the middle, what was read before is queued and the command ends with 1: run it again.",
      "Comments of programs, bare thanks and Carrel's own are left out. Images stay links. The agent is told that the text comes from outside.",
    ],
    examples: [
      "carrel import --label bug --milestone 2.0 --dry-run", "carrel import ops/tools --assignee @me --engine codex --mode ask",
      "carrel import --from jira --query 'project = OPS' ~/src/app", "carrel import --update",
      "carrel import --tell T3",
    ])
}
