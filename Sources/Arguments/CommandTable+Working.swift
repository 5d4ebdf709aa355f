import Model

extension CommandTable {
  /// What is done with tasks.
  static let working = [
    Command(
      "send", .work, "Send a message to a task's agent",
      arguments: [task, CommandArgument("TEXT|-", .text("TEXT"), .any, "The message; - reads it from standard input")],
      options: [
        takeOver, CommandOption("reviews", "The comments on its pull request that are new and not dealt with; a task that is done goes on"),
        CommandOption("only", nil, .text("N[,N]"), "Of these only those, by their numbers in `carrel show ID`"),
        CommandOption("checks", "The names of the checks that failed"),
      ],
      details: [
        "With --reviews or --checks the task goes on from the branch that it was published as, and the next approval updates the same pull request. What others wrote "
          + "is given to the agent as text from outside; a TEXT stands before it as your own word."
      ],
      examples: ["carrel send T3 'Cover the time-out too.'", "carrel send T3 --reviews", "carrel send T3 --reviews --only 1,3 --checks"]),
    Command(
      "refresh", .work, "Ask the forge about pull requests now: state, CI, comments",
      arguments: [CommandArgument("ID", .task, .any)], options: [CommandOption("all", "All that are followed")]),
    Command(
      "release", .work, "Let the CI of pull requests run that was held", arguments: [tasks],
      options: [CommandOption("yes", "y", "Also of a change that was not looked at here"), takeOver],
      details: [
        "What is done depends on how it is held: the published commit is pushed again without its skip marker, the draft is marked as ready, or the label is set. The task "
          + "says “CI held” until then."
      ]),
    Command(
      "answer", .work, "Answer what an agent asks",
      arguments: [task, CommandArgument("allow|deny|always", .choice(AnswerOptions.Verdict.allCases.map(\.rawValue)), .optional)],
      options: [
        CommandOption("text", "t", .text("TEXT"), "An answer in words; with deny, the reason"),
        CommandOption("request", nil, .text("R"), "The request that is answered, when several are open"), takeOver,
        CommandOption(
          "scope", nil, .choice(AnswerScope.allCases.map(\.rawValue)),
          "For whom: this task (one), all that ask the same now, or from now on the repository (repo), which makes a rule"),
        CommandOption(
          "for", nil, .text("work|DURATION|forever"), "How long the rule of --scope repo holds (work: until no task of it goes on)"),
      ],
      examples: [
        "carrel answer T3 allow", "carrel answer T3 --text 'the second one'", "carrel answer T3 allow --scope all",
        "carrel answer T3 allow --scope repo --for 24h",
      ]),
    Command(
      "brief", .work, "Print the brief that a task is given, or add to it", arguments: [task],
      options: [
        CommandOption(
          "add", nil, .text("TEXT|-"), "What stands at its end, instead of what was added before; - reads it from standard input"),
        CommandOption("clear", "Take back what was added"),
        CommandOption("batch", "For all of the task's list that wait for its canaries"),
        CommandOption("dry-run", "n", "Only show what would change"), CommandOption("yes", "y", "Do not ask"),
      ],
      details: [
        "The addition may have the places {title} {id} {url} {labels} {body}. What changes is shown first, and asked about on a terminal; without one it needs --yes."
      ],
      examples: ["carrel brief T1 --batch --add 'Do not touch the public API.'"]),
    Command(
      "approve", .work, "Approve the change of tasks and publish it", arguments: [tasks],
      options: [
        CommandOption(
          "publish", nil, .choice(Publication.Kind.allCases.map(\.rawValue)), "How (as [publish] kind says, else branch)"),
        CommandOption("branch", nil, .text("NAME"), "The branch's name"),
        CommandOption("message", "m", .text("TEXT"), "The commit message"),
        CommandOption("tree", nil, .text("ID"), "Only if the change is still this tree, as diff --json names it"),
        CommandOption("tick", nil, .text("PATH"), repeats: true, "This sensitive file was looked at and may be published"),
        CommandOption("tick-all", "So may every sensitive file; each is printed with what it can do"),
        CommandOption("without", nil, .text("PATH"), repeats: true, "Leave this changed file or directory out"),
        CommandOption("with", nil, .text("PATH"), repeats: true, "Put this file or directory back in, which was taken out"),
        CommandOption("only", nil, .text("PATH"), repeats: true, "Publish only this changed file or directory"),
        CommandOption("draft", "The pull request is not ready yet"),
        CommandOption("title", nil, .text("T"), "Its title"),
        CommandOption("body-file", nil, .file, "Its body, from a file; - reads standard input"),
        CommandOption("label", nil, .text("L"), repeats: true, "A label for it"),
        CommandOption("reviewer", nil, .text("R"), repeats: true, "Who is to look at it"),
        CommandOption("base", nil, .text("B"), "The branch that it goes into"),
        CommandOption("comment", "Comment on the issue"),
        CommandOption("no-close", "Merging it does not close the issue"),
        CommandOption("close", "Close the issue as soon as it is open"),
        CommandOption("new", "Open another pull request although there was one"),
        CommandOption("with-secrets", "Publish also what looks like a secret"),
        CommandOption("dry-run", "n", "Only say what would happen"),
        CommandOption("discard-others", "Then discard the other attempts at the same ticket"),
        CommandOption("yes", "y", "Publish also what was never shown"), takeOver,
      ],
      details: [
        "Files through which a change acts on whoever checks it out, builds it or opens it are published only with a tick each; without it the approval is refused "
          + "with their list. A tick holds for the file as it was shown: when it changes, it needs another one.",
        "What is taken out in the diff pane, and with --without and --only, stays in the workspace and is not published; it needs no tick. When it changes, it is "
          + "back in and that is said.",
        "A pull request or a branch goes by way of the outbox, which keeps it over restarts, waits for tokens, ssh agents and forges, and does nothing twice; a "
          + "second approval brings the same pull request up to date. Options about it are for --publish pr.",
      ]),
    Command(
      "discard", .work, "End tasks without publishing; their work can be brought back", arguments: [tasks],
      options: [CommandOption("others", "Not these: the other attempts at their tickets"), takeOver, yes]),
    Command(
      "retry", .work, "Go on with failed or stopped tasks", arguments: [tasks],
      options: [
        CommandOption("engine", "e", .engine, "With another engine, which goes on in the same workspace"),
        CommandOption("model", "m", .text("M"), "With another model"),
        CommandOption("effort", nil, .text("L"), "The engine's own word for how hard to think"),
        CommandOption("fresh", "In a new workspace, from the start"),
        CommandOption("budget", nil, .money, "With this budget in US dollars, over all attempts; 0 is none"),
        CommandOption("max-turns", nil, .number(least: 0), "With so many turns, over all attempts; 0 is none"),
        CommandOption("max-tokens", nil, .number(least: 0), "With so many tokens, over all attempts; 0 is none"),
        CommandOption("timeout", nil, .duration, "With this longest time of running; 0 is none"), takeOver,
      ]),
    Command(
      "model", .work, "Change a task's model, at once where its engine can",
      arguments: [task, CommandArgument("MODEL", .text("MODEL"), .one)]),
    Command(
      "allow", .work, "Let a task reach hosts, at once",
      arguments: [
        task,
        CommandArgument(
          "HOST[:PORT]", .text("HOST[:PORT]"), .any, "The hosts, port 443 unless said; the one that was refused last when left out"),
      ],
      options: [
        CommandOption("repo", "All tasks of its repository, also later ones"), CommandOption("always", "All tasks, also later ones"),
        CommandOption("private", "The hosts may lie in a private network or on this machine"),
        CommandOption("remove", "Take it back instead"),
      ],
      examples: ["carrel allow T3", "carrel allow T3 registry.npmjs.org --repo", "carrel allow T3 gitea.lab:3000 --private"]),
    Command("stop", .work, "Stop tasks; their workspaces are kept", arguments: [tasks]),
    Command(
      "rewind", .work, "Set a task's files back to what a turn left", arguments: [task],
      options: [CommandOption("turn", nil, .text("N"), "The turn, as checkpoints names it; 0 is the base (needed)"), takeOver, yes],
      details: [
        "Between turns only. What is there now is kept as a checkpoint first, so that another rewind undoes it; the agent is told with the next message. "
          + "Ignored files and the agent's own .git stay as they are."
      ],
      examples: ["carrel rewind T3 --turn 2"]),
    Command(
      "rebase", .work, "Bring a task's change onto the present state of its branch", arguments: [tasks], options: [takeOver],
      details: [
        "Between turns only. The branch is fetched and merged into the workspace; what does not merge gets marks of conflict, and the agent is asked to put it right. "
          + "What was there is kept as a checkpoint, so that rewind undoes it."
      ],
      examples: ["carrel rebase T3"]),
    Command("undelete", .work, "Bring back the work of a discarded task", arguments: [task]),
    Command("clean", .work, "Remove the workspaces that the clean-up policy kept", options: [yes]),
    Command("compact", .work, "Let a task's agent shorten its conversation", arguments: [task]),
    Command(
      "shell", .work, "Open a shell in a task's sandboxed workspace, or run a command there", arguments: [task],
      details: [
        "On a terminal it runs in an emulator of carrel's own: nothing that it writes reaches your terminal as it is. Shift-PgUp looks back, Ctrl-] ends it. "
          + "With its output redirected that output is plain, and a terminal is not its input."
      ],
      examples: ["carrel shell T3", "carrel shell T3 -- make test"],
      runsCommand: true),
    Command(
      "attach", .work, "Work in the engine's own interface on a task's conversation, in its sandbox", arguments: [task],
      details: [
        "For a task that waits or lies in review, or was stopped: its agent is ended first, and the diff is measured when you leave. "
          + "Shift-PgUp looks back, Ctrl-] ends it."
      ],
      examples: ["carrel attach T3"]),
  ]
}
