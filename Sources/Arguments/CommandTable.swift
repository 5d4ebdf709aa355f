import Model

/// The whole command line as one table (CONTRACT.md, "Command line"). Parsing, help, completions, the manual page and docs/commands.md are made from it.
enum CommandTable {
  /// The command of that name, hidden ones too.
  static func command(_ name: String) -> Command? { all.first { $0.name == name } }

  /// The commands that the help page shows.
  static var shown: [Command] { all.filter { $0.group != .hidden } }

  /// Every command, in the order of the help page.
  static let all: [Command] = queueing + looking + working + service + about + hidden

  static let json = CommandOption("json", "One JSON document on standard output, with stable keys")
  static let yes = CommandOption("yes", "y", "Do not ask")
  static let takeOver = CommandOption("take-over", "Also when another operator holds the task: it is taken over")
  static let task = CommandArgument("ID", .task)
  static let tasks = CommandArgument("ID", .task, .many)

  private static let queueing = [
    Command(
      "add", .queue, "Queue tickets from a list in any form, or show what would be queued",
      arguments: [CommandArgument("FILE|-", .file, .optional, "The list; standard input when it is - or not a terminal")],
      options: [
        CommandOption("repo", "r", .repository, "The repository: a directory or an address; the current directory's when left out")
      ] + taskOptions + [
        CommandOption("again", "Queue also tickets that were queued before and have ended"),
        CommandOption("dry-run", "n", "Only show what would be queued"),
        json,
      ],
      details: [
        "Prints one line per queued task: its id, a tab, the title. A ticket that was queued before is passed over, and so is a row with a problem; both are said.",
        "Lists may be plain lines, bullets, check lists, Markdown tables and headings, CSV or TSV with a header, JSON as the forges and their tools print it, references and addresses. "
          + "At the end of a title @ENGINE, !high, !low, ^T3 and {repo=…} say how to work on it.",
      ],
      examples: [
        "carrel add tickets.md --repo ~/src/app", "gh issue list --json number,title,body,url,labels,state | carrel add - --mode ask",
        "carrel add todo.txt --dry-run",
      ]),
    importing,
  ]

  private static let looking = [
    Command(
      "ls", .look, "List tasks",
      options: [
        CommandOption("state", "s", .choices(TaskPhase.allCases.map(\.rawValue)), "Only tasks in these states"),
        CommandOption("attention", "a", "Only tasks that need the operator"),
        CommandOption(
          "format", nil, .choice(AttentionFormat.allCases.map(\.rawValue)),
          "With --attention: how many need you, in one line for a shell prompt or a status line"),
        CommandOption("all", "Also the archive: tasks that are done or discarded for more than seven days"), json,
      ],
      details: [
        "With --format nothing is started: without a service, and when nothing needs you, the line is empty (json: there is none without a service), and the "
          + "command ends with 0 within a second, whatever happens.",
        "tmux: set -g status-right '#(carrel ls --attention --format tmux)'",
        "bash: PS1='$(carrel ls --attention --format prompt)\\w\\$ '",
      ],
      examples: ["carrel ls --state running,waiting", "carrel ls --attention --format prompt"]),
    Command(
      "search", .look, "Find a text in the titles, tickets, transcripts and changes of all tasks ever",
      arguments: [CommandArgument("TEXT", .text("TEXT"), .many, "Words that stand together, by their beginnings")],
      options: [CommandOption("limit", "n", .number(least: 1), "The most tasks (20)"), json],
      details: [
        "Words must all stand in one passage; \"in quotes\" they stand in a row, whole; !WORD shuts passages out. Tasks whose title matches come first, then those that were at work last."
      ],
      examples: ["carrel search token refresh", "carrel search '\"never renewed\" !test'"]),
    Command(
      "stats", .look, "Show what tasks cost and where their time went",
      options: [
        CommandOption("by", nil, .choice(UsageGrouping.allCases.map(\.rawValue)), "Only use, by engine, repository or day"),
        CommandOption("ascii", "Draw bars without Unicode"), json,
      ]),
    Command("show", .look, "Show all that is known about a task", arguments: [task], options: [json]),
    Command(
      "conflicts", .look, "Show which tasks are in each other's way, and in which order to publish them",
      arguments: [
        CommandArgument("REPO", .text("REPO"), .optional, "A repository's name, directory or address; all that have changes when left out")
      ],
      options: [
        CommandOption("rehearse", "Merge all of them one after the other onto the present base, in memory"),
        CommandOption("order", nil, .text("ID[,ID…]"), "Rehearse only these, in this order"),
        CommandOption("fetch", "Bring the mirror's branches up to date first"), json,
      ],
      details: [
        "Merges are made in memory: no workspace, branch or remote is touched. The base is the branch as it was last fetched. Ends with 1 when anything does not merge."
      ],
      examples: ["carrel conflicts", "carrel conflicts app --rehearse --fetch", "carrel conflicts --order T3,T1"]),
    Command("compare", .look, "Compare the attempts at a task's ticket: change, check, cost, time", arguments: [task], options: [json]),
    Command(
      "evidence", .look, "Print the tests, builds and lints that really ran, beside what the agent claims", arguments: [task],
      options: [json]),
    Command(
      "transcript", .look, "Print what happened in a task", arguments: [task],
      options: [
        CommandOption("follow", "f", "Go on with what happens from now until the task ends"),
        CommandOption("json", "One JSON object a line, with stable keys"),
      ]),
    Command(
      "diff", .look, "Print a task's change",
      arguments: [task, CommandArgument("PATH", .text("PATH"), .any, "Only these files and directories")],
      options: [
        CommandOption("stat", "Lines added and removed per file"), CommandOption("name-only", "Only the names of changed files"),
        CommandOption("json", "The changed files and the tree's id as one JSON document"),
        CommandOption("turn", nil, .text("N"), "Only what this turn did, as checkpoints names it"),
      ],
      details: [
        "Looking at the diff marks its tree as shown, so that it can be approved without --yes.",
        "What is taken out of what is published is printed with the rest, and marked: in --stat, in --json, and behind the text on a terminal.",
      ]),
    Command(
      "hosts", .look, "Show which hosts a task may reach, was refused, and how many bytes went", arguments: [task], options: [json]
    ),
    Command(
      "checkpoints", .look, "List the states of a task's files that are kept: one for each turn", arguments: [task], options: [json],
      details: ["0 is the base; 3 is the end of the third turn; 3.1 is what was there before a rewind after it."]),
    Command(
      "wait", .look, "Wait for tasks", arguments: [CommandArgument("ID", .task, .any)],
      options: [
        CommandOption("all", "All tasks that have not ended"),
        CommandOption(
          "until", nil, .choice(WaitOptions.Goal.allCases.map(\.rawValue)),
          "Until the work can be reviewed (review), or until the task has ended (end)"),
        CommandOption("timeout", nil, .duration, "Give up after this time"),
      ],
      details: ["Ends with 0 when all got there, 1 when one ended otherwise, 5 after the time-out, 6 when one waits for an answer."]),
  ]

  private static let service = [
    Command(
      "queue", .service, "Show or change the queue, or let a list go that waits for its canaries",
      arguments: [
        CommandArgument("pause|resume|freeze|thaw|go", .choice(QueueChange.allCases.map(\.rawValue) + ["go"]), .optional),
        CommandArgument("ID", .task, .optional, "With go: any task of the list"),
      ],
      details: ["Paused: nothing new starts. Frozen: the running agents stand still as well."],
      examples: ["carrel queue go T1"]),
    Command(
      "outbox", .service, "List what waits to be published, try it again, take it out, or show it",
      arguments: [
        CommandArgument("retry|drop|show", .choice(["retry", "drop", "show"]), .optional),
        CommandArgument("ID", .task, .any, "The tasks; with retry all that wait when left out"),
      ],
      options: [yes, json],
      details: [
        "What waits for a forge tries again by itself; what waits for a token or an ssh agent goes on when a client brings one, and by retry. A dropped one goes back to "
          + "review; once its request is open only the rest (labels, comment, issue) is left undone."
      ],
      examples: ["carrel outbox", "carrel outbox retry", "carrel outbox show T3"]),
    Command(
      "rules", .service, "List the answers that are given again by themselves, or revoke some",
      arguments: [
        CommandArgument("ls|revoke", .choice(["ls", "revoke"]), .optional),
        CommandArgument("RULE", .text("RULE"), .any, "The rules to revoke: R3"),
      ],
      options: [json],
      details: [
        "`carrel answer ID allow --scope repo` makes one. A rule answers exactly what it was made for: the same engine, tool and input, or the same questions and choices."
      ],
      examples: ["carrel rules", "carrel rules revoke R3"]),
    Command(
      "engines", .service, "List engines, and what is missing for each, or install one",
      arguments: [
        CommandArgument("install", .choice(["install"]), .optional), CommandArgument("NAME", .engine, .optional, "The engine to install"),
      ],
      options: [json, yes],
      details: ["`install` shows the command that the engine's own project documents, asks, and runs it; `--yes` does not ask."],
      examples: ["carrel engines", "carrel engines install codex"]),
    Command(
      "models", .service, "List the models of an engine, or of every engine that is ready",
      arguments: [CommandArgument("ENGINE", .engine, .optional)], options: [json]),
    Command(
      "forges", .service, "List forges, where their tokens come from, and logins that were found",
      options: [CommandOption("check", "Ask each that is configured whom its token belongs to, and what it may do"), json],
      details: [
        "Forges are [[forge]] tables of the configuration; docs/forges.md says what each needs. Logins of gh, tea and glab are found and shown with the lines that "
          + "would use them; without those lines they are not used.",
        "With --check it ends with 1 when one could not be asked.",
      ],
      examples: ["carrel forges --check"]),
    Command(
      "doctor", .service, "Look for what is wrong and what was left behind",
      options: [CommandOption("fix", "Remove what is certainly Carrel's own and belongs to no task"), json],
      details: ["Works without a running service as well, and then starts none."]),
    Command(
      "config", .service, "Check the configuration, print its path or its values",
      arguments: [CommandArgument("check|path|show", .choice(ConfigurationQuery.allCases.map(\.rawValue)))]),
    Command(
      "service", .service, "Start, stop or look at the service, or run it in the foreground",
      arguments: [CommandArgument("start|stop|status|run|logs", .choice(ServiceCommand.allCases.map(\.rawValue)))],
      options: [CommandOption("daemon", "")], details: ["Every other command starts the service when none runs."]),
  ]

  private static let about = [
    Command(
      "agent", .about, "An ACP agent on standard input and output, for any ACP client",
      options: [
        CommandOption("model", "m", .text("M"), "The model, also with its provider: anthropic/…, openai/…, ollama/…, openrouter/…"),
        CommandOption("effort", nil, .text("L"), "The provider's own word for how hard to think"),
        CommandOption("mode", nil, .choice(TaskMode.allCases.map(\.rawValue)), "How much it may do without asking (ask)"),
        CommandOption("after-plan", nil, .choice(["ask", "auto"]), "The mode after a plan was approved (ask)"),
        CommandOption("allow-bash", "Commands may be run"),
        CommandOption("allow", nil, .text("TOOL"), repeats: true, "In the mode auto, only these tools run without asking"),
        CommandOption("deny", nil, .text("TOOL"), repeats: true, "This tool is not used"),
        CommandOption("max-requests", nil, .number(least: 1), "The most requests to the model in one turn (200)"),
        CommandOption("context", nil, .number(least: 4096), "How many tokens fit into the model's context"),
        CommandOption("base-url", nil, .text("URL"), "The base URL of the model's provider"),
      ],
      details: [
        "Carrel's own coding agent for editors and other clients of the Agent Client Protocol (agentclientprotocol.com). "
          + "Keys come from ANTHROPIC_API_KEY, OPENAI_API_KEY, OPENROUTER_API_KEY and the like, addresses from ANTHROPIC_BASE_URL, OPENAI_BASE_URL and OLLAMA_HOST. "
          + "It works in the directory that the client names and reaches nothing outside of it, except by commands. It does not use MCP servers.",
        "Conversations are kept in $XDG_STATE_HOME/carrel-agent, else in ~/.carrel-agent.",
      ]),
    Command(
      "themes", .about, "List themes, on a terminal with a sample of each; or show one, dark and light",
      arguments: [CommandArgument("NAME", .text("NAME"), .optional)],
      details: [
        "A theme is chosen by `theme` in the configuration, by CARREL_THEME, or on the interface's own page. Own ones lie in themes/ beside the configuration."
      ]),
    Command(
      "keys", .about, "Print the interface's keys that are in force",
      arguments: [CommandArgument("TABLE", .text("TABLE"), .optional)],
      details: ["A star stands before what the configuration changed; what is wrong there is said on standard error."]),
    Command("demo", .about, "Try the interface with made-up tickets and a scripted engine; nothing is kept"),
    Command(
      "replay", .about, "Decode a recorded stream of an engine: events as JSON lines", arguments: [CommandArgument("FILE", .file)],
      options: [CommandOption("engine", "e", .engine, "The engine that wrote it (needed)")]),
    Command(
      "completions", .about, "Print the completions of a shell",
      arguments: [CommandArgument("bash|zsh|fish", .choice(CompletionShell.allCases.map(\.rawValue)))],
      details: [
        "bash: carrel completions bash > ~/.local/share/bash-completion/completions/carrel",
        "zsh: carrel completions zsh > a directory of $fpath, as _carrel",
        "fish: carrel completions fish > ~/.config/fish/completions/carrel.fish",
      ]), Command("version", .about, "Print the version"),
    Command("help", .about, "Explain a command", arguments: [CommandArgument("COMMAND", .text("COMMAND"), .optional)]),
  ]

  private static let hidden = [
    Command("demo-engine", .hidden, "The scripted engine that the demonstration starts", isRaw: true),
    Command(
      "credential", .hidden, "A git credential helper that asks the service (gitcredentials(7))",
      arguments: [CommandArgument("OPERATION", .choice(CredentialOperation.allCases.map(\.rawValue)))]),
    Command(
      "complete", .hidden, "Words for the shells' completion, one a line",
      arguments: [CommandArgument("KIND", .choice(CompletionKind.allCases.map(\.rawValue)))]),
    Command("manual", .hidden, "Print the manual page (roff)"),
  ]
}
