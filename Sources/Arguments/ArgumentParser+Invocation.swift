import Model

extension ArgumentParser {
  /// Makes the typed invocation of sorted and checked words.
  /// - Throws: what the table alone cannot check: options that exclude each other or need one another.
  static func invocation(_ parsed: ParsedCommand) throws(UsageProblem) -> Invocation {
    let json = parsed.flags.contains("json")
    let yes = parsed.flags.contains("yes")
    let takeOver = parsed.flags.contains("take-over")
    switch parsed.command.name {
    case "add": return .add(try add(parsed))
    case "import": return .importIssues(try importing(parsed))
    case "ls":
      if let format = parsed.value("format").flatMap({ AttentionFormat(rawValue: $0) }) {
        guard parsed.flags.contains("attention"), parsed.value("state") == nil, !json else {
          throw problem(parsed.command, "takes --format only with --attention, and then neither --state nor --json")
        }
        return .attention(format)
      }
      let states = ValueKind.list(parsed.value("state") ?? "").compactMap { TaskPhase(rawValue: $0) }
      return .list(states: states, attention: parsed.flags.contains("attention"), all: parsed.flags.contains("all"), json: json)
    case "search":
      return .search(
        parsed.arguments.joined(separator: " "), limit: parsed.value("limit").flatMap { Int($0) } ?? 20, json: json)
    case "stats":
      return .statistics(
        by: parsed.value("by").flatMap { UsageGrouping(rawValue: $0) }, json: json, ascii: parsed.flags.contains("ascii"))
    case "diff": return .diff(try diff(parsed))
    case "rewind":
      guard let task = parsed.task(0), let turn = parsed.value("turn") else { throw problem(parsed.command, "needs ID and --turn N") }
      return .rewind(task, turn: turn, yes: yes, takeOver: takeOver)
    case "answer": return .answer(try answer(parsed))
    case "send": return try send(parsed)
    case "refresh": return try refresh(parsed)
    case "release": return .release(parsed.tasks, yes: yes, takeOver: takeOver)
    case "approve": return .approve(try approve(parsed))
    case "discard":
      if takeOver, parsed.flags.contains("others") { throw problem(parsed.command, "takes --take-over only without --others") }
      return .discard(parsed.tasks, others: parsed.flags.contains("others"), yes: yes, takeOver: takeOver)
    case "retry": return .retry(parsed.tasks, retry(parsed), takeOver: takeOver)
    case "model":
      guard let task = parsed.task(0), let name = parsed.arguments.dropFirst().first else {
        throw problem(parsed.command, "needs ID and MODEL")
      }
      return .model(task, name)
    case "conflicts": return .conflicts(try conflicts(parsed))
    case "rebase": return .rebase(parsed.tasks, takeOver: takeOver)
    case "allow": return try allow(parsed)
    case "stop": return .stop(parsed.tasks)
    case "clean": return .clean(yes: yes)
    case "queue":
      if parsed.arguments.first == "go" {
        guard let task = parsed.task(1) else { throw problem(parsed.command, "go needs the ID of a task of the list") }
        return .letGo(task)
      }
      if parsed.arguments.count > 1 { throw problem(parsed.command, "takes an ID only after go") }
      return .queue(parsed.choice(0))
    case "outbox": return try outbox(parsed, json: json)
    case "rules": return try rules(parsed, json: json)
    case "brief": return try brief(parsed)
    case "wait": return .wait(try wait(parsed))
    case "engines":
      guard parsed.arguments.first != nil else { return .engines(json: json) }
      guard parsed.arguments.count == 2 else { throw problem(parsed.command, "install needs the NAME of an engine") }
      return .installEngine(parsed.arguments[1], yes: parsed.flags.contains("yes"))
    case "models": return .models(engine: parsed.arguments.first, json: json)
    case "forges": return .forges(check: parsed.flags.contains("check"), json: json)
    case "themes": return .themes(parsed.arguments.first)
    case "keys": return .keys(parsed.arguments.first)
    case "doctor": return .doctor(json: json, fix: parsed.flags.contains("fix"))
    case "demo": return .demo
    case "agent": return .agent(agent(parsed))
    case "version": return .version
    case "manual": return .manual
    case "help": return try help(parsed)
    case "replay": return try replay(parsed)
    default: break
    }
    if let task = parsed.task(0), let found = ofOneTask(task, parsed, json: json) { return found }
    if let found = ofOneChoice(parsed) { return found }
    throw problem(parsed.command, "is not understood")
  }

  private static func ofOneTask(_ task: TaskID, _ parsed: ParsedCommand, json: Bool) -> Invocation? {
    switch parsed.command.name {
    case "show": .show(task, json: json)
    case "hosts": .hosts(task, json: json)
    case "compare": .compare(task, json: json)
    case "evidence": .evidence(task, json: json)
    case "transcript": .transcript(task, follow: parsed.flags.contains("follow"), json: json)
    case "checkpoints": .checkpoints(task, json: json)
    case "undelete": .undelete(task)
    case "compact": .compact(task)
    case "attach": .attach(task)
    case "shell": .shell(task, command: parsed.trailing)
    default: nil
    }
  }

  private static func ofOneChoice(_ parsed: ParsedCommand) -> Invocation? {
    switch parsed.command.name {
    case "config": parsed.choice(0).map(Invocation.config)
    case "service": parsed.choice(0).map(Invocation.service)
    case "completions": parsed.choice(0).map(Invocation.completions)
    case "credential": parsed.choice(0).map(Invocation.credential)
    case "complete": parsed.choice(0).map(Invocation.complete)
    default: nil
    }
  }

  private static func agent(_ parsed: ParsedCommand) -> AgentOptions {
    var options = AgentOptions()
    options.model = parsed.value("model")
    options.effort = parsed.value("effort")
    options.mode = parsed.value("mode").flatMap { TaskMode(rawValue: $0) }
    options.modeAfterPlan = parsed.value("after-plan").flatMap { TaskMode(rawValue: $0) }
    options.allowsBash = parsed.flags.contains("allow-bash")
    options.allowed = parsed.values["allow"] ?? []
    options.denied = parsed.values["deny"] ?? []
    options.maximumRequests = parsed.value("max-requests").flatMap { Int($0) }
    options.context = parsed.value("context").flatMap { Int($0) }
    options.baseURL = parsed.value("base-url")
    return options
  }

  private static func conflicts(_ parsed: ParsedCommand) throws(UsageProblem) -> ConflictOptions {
    var options = ConflictOptions()
    options.repository = parsed.arguments.first
    options.fetches = parsed.flags.contains("fetch")
    options.json = parsed.flags.contains("json")
    let words = parsed.value("order").map { ValueKind.list($0) }
    for word in words ?? [] {
      guard let id = TaskID(parsing: word) else { throw problem(parsed.command, "--order: “\(word)” is no task") }
      if !options.order.contains(id) { options.order.append(id) }
    }
    if words != nil, options.order.isEmpty { throw problem(parsed.command, "--order needs the IDs of tasks") }
    options.rehearses = parsed.flags.contains("rehearse") || words != nil
    return options
  }

  static func add(_ parsed: ParsedCommand) throws(UsageProblem) -> AddOptions {
    var options = AddOptions()
    options.file = parsed.arguments.first
    options.repository = parsed.value("repo")
    options.base = parsed.value("base")
    var seen: Set<String> = []
    options.engines = (parsed.values["engine"] ?? []).flatMap { ValueKind.list($0) }.filter { seen.insert($0).inserted }
    options.model = parsed.value("model")
    options.mode = parsed.value("mode").flatMap { TaskMode(rawValue: $0) }
    options.effort = parsed.value("effort")
    options.priority = parsed.value("priority").flatMap { Int($0) }
    options.after = (parsed.values["after"] ?? []).compactMap { TaskID(parsing: $0) }
    options.bestOf = parsed.value("best-of").flatMap { Int($0) }
    options.chain = parsed.value("chain")
    if let text = parsed.value("steps") {
      switch WorkStep.reading(text) {
      case .success(let steps): options.steps = steps
      case .failure(let error): throw problem(parsed.command, "--steps: “\(text)” \(error.text)")
      }
      if options.chain != nil { throw problem(parsed.command, "takes --chain or --steps, not both") }
    }
    options.canaries = parsed.value("canary").flatMap { Int($0) }
    options.goesByItself = parsed.flags.contains("then-go")
    if options.goesByItself, options.canaries == nil { throw problem(parsed.command, "--then-go needs --canary N") }
    options.budgetUSD = parsed.value("budget").flatMap { Double($0) }
    options.maxTurns = parsed.value("max-turns").flatMap { Int($0) }
    options.maxTokens = parsed.value("max-tokens").flatMap { Int($0) }
    options.fallback = parsed.value("fallback")
    options.timeoutSeconds = parsed.value("timeout").flatMap { DurationText.seconds($0) }
    options.allowedHosts = try hosts(parsed.values["allow-host"] ?? [], parsed)
    options.again = parsed.flags.contains("again")
    options.dryRun = parsed.flags.contains("dry-run")
    options.json = parsed.flags.contains("json")
    if options.model != nil, options.engines.count > 1 { throw problem(parsed.command, "takes --model only with one engine") }
    return options
  }

  private static func retry(_ parsed: ParsedCommand) -> RetryChange {
    var change = RetryChange(engine: parsed.value("engine"), model: parsed.value("model"), fresh: parsed.flags.contains("fresh"))
    change.effort = parsed.value("effort")
    change.budgetUSD = parsed.value("budget").flatMap { Double($0) }
    change.maxTurns = parsed.value("max-turns").flatMap { Int($0) }
    change.maxTokens = parsed.value("max-tokens").flatMap { Int($0) }
    change.minutes = parsed.value("timeout").flatMap { DurationText.seconds($0) }.map { $0 / 60 }
    return change
  }

  private static func diff(_ parsed: ParsedCommand) throws(UsageProblem) -> DiffOptions {
    let forms: [(String, DiffOptions.Form)] = [("stat", .stat), ("name-only", .nameOnly), ("json", .json)]
    let chosen = forms.filter { parsed.flags.contains($0.0) }
    guard chosen.count < 2 else { throw problem(parsed.command, "takes only one of --stat, --name-only and --json") }
    guard let task = parsed.task(0) else { throw problem(parsed.command, "needs ID") }
    return DiffOptions(task: task, form: chosen.first?.1 ?? .text, paths: Array(parsed.arguments.dropFirst()), turn: parsed.value("turn"))
  }

  private static func answer(_ parsed: ParsedCommand) throws(UsageProblem) -> AnswerOptions {
    guard let task = parsed.task(0) else { throw problem(parsed.command, "needs ID") }
    let verdict: AnswerOptions.Verdict? = parsed.choice(1)
    let text = parsed.value("text")
    guard verdict != nil || text != nil else { throw problem(parsed.command, "needs allow, deny, always or --text") }
    if let verdict, verdict != .deny, text != nil {
      throw problem(parsed.command, "takes --text alone or with deny, not with \(verdict.rawValue)")
    }
    var options = AnswerOptions(task: task, verdict: verdict, text: text, request: parsed.value("request"))
    options.takeOver = parsed.flags.contains("take-over")
    try scope(&options, parsed)
    return options
  }

  private static func approve(_ parsed: ParsedCommand) throws(UsageProblem) -> PublishOptions {
    var options = PublishOptions(tasks: parsed.tasks)
    options.kind = parsed.value("publish").flatMap { Publication.Kind(rawValue: $0) }
    options.branch = parsed.value("branch")
    options.message = parsed.value("message")
    options.tree = parsed.value("tree")
    options.dryRun = parsed.flags.contains("dry-run")
    options.yes = parsed.flags.contains("yes")
    options.discardOthers = parsed.flags.contains("discard-others")
    options.takeOver = parsed.flags.contains("take-over")
    options.ticks = parsed.values["tick"] ?? []
    options.ticksAll = parsed.flags.contains("tick-all")
    options.without = parsed.values["without"] ?? []
    options.with = parsed.values["with"] ?? []
    options.only = parsed.values["only"] ?? []
    try request(&options, parsed)
    for name in ["branch", "message", "title", "body-file", "tree", "tick", "without", "with", "only"]
    where options.tasks.count > 1 && parsed.value(name) != nil {
      throw problem(parsed.command, "takes --\(name) only with one task")
    }
    return options
  }

  private static func wait(_ parsed: ParsedCommand) throws(UsageProblem) -> WaitOptions {
    let all = parsed.flags.contains("all")
    guard all != !parsed.arguments.isEmpty else {
      throw problem(parsed.command, all ? "takes ids or --all, not both" : "needs ID or --all")
    }
    return WaitOptions(
      tasks: parsed.tasks, goal: parsed.value("until").flatMap { WaitOptions.Goal(rawValue: $0) } ?? .review,
      timeoutSeconds: parsed.value("timeout").flatMap { DurationText.seconds($0) })
  }

  private static func help(_ parsed: ParsedCommand) throws(UsageProblem) -> Invocation {
    guard let name = parsed.arguments.first else { return .help(command: nil) }
    guard CommandTable.command(name) != nil else {
      throw problem(parsed.command, "knows no command \(name)" + Suggestion.ending(for: name, among: CommandTable.shown.map(\.name)))
    }
    return .help(command: name)
  }

  private static func replay(_ parsed: ParsedCommand) throws(UsageProblem) -> Invocation {
    guard let engine = parsed.value("engine") else { throw problem(parsed.command, "needs --engine E") }
    return .replay(engine: engine, file: parsed.arguments.first ?? "-")
  }
}
