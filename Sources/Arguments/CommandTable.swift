import Model

/// The whole command line as one table (CONTRACT.md, "Command line"). Parsing, help, completions, the manual page and docs/commands.md are made from it.
enum CommandTable {
  /// The command of that name, hidden ones too.
  static func command(_ name: String) -> Command? { all.first { $0.name == name } }

  /// The commands that the help page shows.
  static var shown: [Command] { all.filter { $0.group != .hidden } }

  /// Every command, in the order of the help page.
  static let all: [Command] = queueing + looking + working + service + about + hidden

  private static let json = CommandOption("json", "One JSON document on standard output, with stable keys")
  private static let yes = CommandOption("yes", "y", "Do not ask")
  private static let takeOver = CommandOption("take-over", "Also when another operator holds the task: it is taken over")
  private static let task = CommandArgument("ID", .task)
  private static let tasks = CommandArgument("ID", .task, .many)

  private static let queueing = [
    Command(
      "add", .queue, "Queue tickets from a list in any form, or show what would be queued",
      arguments: [CommandArgument("FILE|-", .file, .optional, "The list; standard input when it is - or not a terminal")],
      options: [
        CommandOption("repo", "r", .repository, "The repository: a directory or an address; the current directory's when left out"),
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
      ])
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
    Command("compare", .look, "Compare the attempts at a task's ticket: change, check, cost, time", arguments: [task], options: [json]),
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

  private static let working = [
    Command(
      "send", .work, "Send a message to a task's agent",
      arguments: [task, CommandArgument("TEXT|-", .text("TEXT"), .many, "The message; - reads it from standard input")],
      options: [takeOver]),
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
        CommandOption("publish", nil, .choice(Publication.Kind.allCases.map(\.rawValue)), "How (branch)"),
        CommandOption("branch", nil, .text("NAME"), "The branch's name"),
        CommandOption("message", "m", .text("TEXT"), "The commit message"),
        CommandOption("tree", nil, .text("ID"), "Only if the change is still this tree, as diff --json names it"),
        CommandOption("tick", nil, .text("PATH"), repeats: true, "This sensitive file was looked at and may be published"),
        CommandOption("tick-all", "So may every sensitive file; each is printed with what it can do"),
        CommandOption("without", nil, .text("PATH"), repeats: true, "Leave this changed file or directory out"),
        CommandOption("with", nil, .text("PATH"), repeats: true, "Put this file or directory back in, which was taken out"),
        CommandOption("only", nil, .text("PATH"), repeats: true, "Publish only this changed file or directory"),
        CommandOption("dry-run", "n", "Only say what would happen"),
        CommandOption("discard-others", "Then discard the other attempts at the same ticket"),
        CommandOption("yes", "y", "Publish also what was never shown"), takeOver,
      ],
      details: [
        "Files through which a change acts on whoever checks it out, builds it or opens it are published only with a tick each; without it the approval is refused "
          + "with their list. A tick holds for the file as it was shown: when it changes, it needs another one.",
        "What is taken out in the diff pane, and with --without and --only, stays in the workspace and is not published; it needs no tick. When it changes, it is "
          + "back in and that is said.",
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
