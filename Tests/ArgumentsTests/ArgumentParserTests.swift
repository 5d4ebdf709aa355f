import Arguments
import Model
import Testing

/// The invocation of a command line with blanks between the words; nil when it is refused.
private func parsed(_ line: String) -> Invocation? { try? ArgumentParser.parse(line.split(separator: " ").map(String.init)).get() }

/// Why a command line is refused.
private func refused(_ words: [String]) -> UsageProblem? {
  guard case .failure(let problem) = ArgumentParser.parse(words) else { return nil }
  return problem
}

private func refused(_ line: String) -> String? { refused(line.split(separator: " ").map(String.init))?.message }

@Suite("The command line is read into typed invocations")
struct ArgumentParserTests {
  @Test("Every command of the contract")
  func commands() {
    let three = TaskID(3)
    #expect(parsed("") == .interface(plain: false))
    #expect(parsed("ls") == .list(states: [], attention: false, all: false, json: false))
    #expect(
      parsed("ls --state review,failed --attention --all --json")
        == .list(states: [.review, .failed], attention: true, all: true, json: true))
    #expect(parsed("search token refresh -n 5") == .search("token refresh", limit: 5, json: false))
    #expect(parsed("search x --json") == .search("x", limit: 20, json: true))
    #expect(parsed("stats") == .statistics(by: nil, json: false, ascii: false))
    #expect(parsed("stats --by repo --ascii --json") == .statistics(by: .repository, json: true, ascii: true))
    #expect(parsed("show T3 --json") == .show(three, json: true))
    #expect(parsed("show --json t3") == .show(three, json: true))
    #expect(parsed("transcript 3 -f") == .transcript(three, follow: true, json: false))
    #expect(parsed("diff T3 --stat a/b c") == .diff(DiffOptions(task: three, form: .stat, paths: ["a/b", "c"])))
    #expect(parsed("diff T3 -- --stat") == .diff(DiffOptions(task: three, paths: ["--stat"])))
    #expect(parsed("ls --attention --format tmux") == .attention(.tmux))
    #expect(parsed("ls -a --format prompt") == .attention(.prompt))
    for wrong in ["ls --format tmux", "ls -a --format tmux --json", "ls -a --format json --state review", "ls -a --format waybar"] {
      #expect((try? ArgumentParser.parse(wrong.split(separator: " ").map(String.init)).get()) == nil, "\(wrong)")
    }
    #expect(parsed("send T3 --take-over go on") == .send(three, .text("go on"), takeOver: true))
    #expect(parsed("discard T3 --take-over") == .discard([three], others: false, yes: false, takeOver: true))
    #expect(parsed("send T3 go on please") == .send(three, .text("go on please")))
    #expect(parsed("send T3 -") == .send(three, .standardInput))
    var reviews = ReviewOptions(task: three)
    reviews.reviews = true
    #expect(parsed("send T3 --reviews") == .sendReviews(reviews))
    (reviews.only, reviews.checks, reviews.words, reviews.takeOver) = ([1, 3], true, .text("be brief"), true)
    #expect(parsed("send T3 --reviews --only 1,3 --checks --take-over be brief") == .sendReviews(reviews))
    #expect(parsed("refresh T3 T4") == .refresh([three, TaskID(4)]))
    #expect(parsed("refresh --all") == .refresh(nil))
    #expect(parsed("release T3 --yes") == .release([three], yes: true))
    #expect(parsed("answer T3 allow --request r1") == .answer(AnswerOptions(task: three, verdict: .allow, request: "r1")))
    #expect(parsed("answer T3 --text=yes") == .answer(AnswerOptions(task: three, text: "yes")))
    #expect(parsed("discard T3 T4 T3 -y") == .discard([three, TaskID(4)], others: false, yes: true))
    #expect(parsed("retry T3 --engine codex --fresh") == .retry([three], RetryChange(engine: "codex", fresh: true)))
    #expect(parsed("discard --others T3") == .discard([three], others: true, yes: false))
    #expect(parsed("compare T3 --json") == .compare(three, json: true))
    var conflicts = ConflictOptions()
    #expect(parsed("conflicts") == .conflicts(conflicts))
    conflicts.repository = "app"
    conflicts.fetches = true
    conflicts.rehearses = true
    #expect(parsed("conflicts app --rehearse --fetch") == .conflicts(conflicts))
    conflicts.order = [three, TaskID(1)]
    conflicts.json = true
    #expect(parsed("conflicts app --fetch --json --order T3,1,t3") == .conflicts(conflicts))
    #expect(parsed("rebase T3 T4 --take-over") == .rebase([three, TaskID(4)], takeOver: true))
    for wrong in ["conflicts --order", "conflicts --order T3,x", "conflicts --order ,", "conflicts a b", "rebase"] {
      #expect((try? ArgumentParser.parse(wrong.split(separator: " ").map(String.init)).get()) == nil, "\(wrong)")
    }
    var others = PublishOptions(tasks: [three])
    others.discardOthers = true
    #expect(parsed("approve T3 --discard-others") == .approve(others))
    var chain = AddOptions()
    chain.chain = "careful"
    #expect(parsed("add --chain careful") == .add(chain))
    var steps = AddOptions()
    steps.steps = [WorkStep(name: "plan", engine: "claude", model: "opus"), WorkStep(publishing: "publish", nil)]
    #expect(parsed("add --steps plan:claude/opus,publish") == .add(steps))
    #expect(parsed("retry T3 --engine codex --fresh") == .retry([three], RetryChange(engine: "codex", fresh: true)))
    #expect(parsed("stop T3") == .stop([three]))
    #expect(parsed("hosts T3 --json") == .hosts(three, json: true))
    #expect(parsed("allow T3") == .allow(three, [], scope: .task, forget: false))
    let host = HostRule(.name("gitea.lab"), port: 3000, isPrivate: true)
    #expect(parsed("allow T3 Gitea.Lab.:3000 --private --repo") == .allow(three, [host], scope: .repository, forget: false))
    #expect(parsed("allow T3 gitea.lab:3000/private --always --remove") == .allow(three, [host], scope: .everyone, forget: true))
    var reaching = AddOptions()
    reaching.allowedHosts = [HostRule(.name("a.example")), HostRule(.name("b.example"), port: 8443)]
    #expect(parsed("add --allow-host a.example --allow-host b.example:8443") == .add(reaching))
    #expect(refused("allow T3 https://a.example")?.contains("leave out the scheme") == true)
    #expect(refused("allow T3 a.example --repo --always")?.contains("not both") == true)
    #expect(refused("allow T3 --remove")?.contains("needs the HOST") == true)
    #expect(parsed("undelete T3") == .undelete(three))
    #expect(parsed("clean") == .clean(yes: false))
    #expect(parsed("compact T3") == .compact(three))
    #expect(parsed("queue") == .queue(nil))
    #expect(parsed("queue freeze") == .queue(.freeze))
    #expect(parsed("wait T3 --timeout 90s") == .wait(WaitOptions(tasks: [three], timeoutSeconds: 90)))
    #expect(parsed("wait --all --until end") == .wait(WaitOptions(tasks: [], goal: .end)))
    #expect(parsed("shell T3") == .shell(three, command: []))
    #expect(parsed("shell T3 -- ls -l --all") == .shell(three, command: ["ls", "-l", "--all"]))
    #expect(parsed("engines --json") == .engines(json: true))
    #expect(parsed("models claude") == .models(engine: "claude", json: false))
    #expect(parsed("themes") == .themes(nil))
    #expect(parsed("themes dusk") == .themes("dusk"))
    #expect(parsed("keys") == .keys(nil))
    #expect(parsed("keys list") == .keys("list"))
    #expect(parsed("--plain") == .interface(plain: true))
    #expect(parsed("doctor") == .doctor(json: false, fix: false))
    #expect(parsed("doctor --fix --json") == .doctor(json: true, fix: true))
    #expect(parsed("config check") == .config(.check))
    #expect(parsed("service run") == .service(.run))
    #expect(parsed("service run --daemon") == .service(.run))
    #expect(parsed("replay --engine claude log.jsonl") == .replay(engine: "claude", file: "log.jsonl"))
    #expect(parsed("completions zsh") == .completions(.zsh))
    #expect(parsed("demo") == .demo)
    #expect(parsed("version") == .version)
    #expect(parsed("-V") == .version)
    #expect(parsed("help") == .help(command: nil))
    #expect(parsed("help add") == .help(command: "add"))
    #expect(parsed("add --repo x --help") == .help(command: "add"))
    var agent = AgentOptions()
    #expect(parsed("agent") == .agent(agent))
    (agent.model, agent.mode, agent.allowsBash, agent.denied) = ("ollama/qwen3", .plan, true, ["Bash", "Write"])
    (agent.modeAfterPlan, agent.maximumRequests, agent.context, agent.baseURL) = (.auto, 9, 8000, "http://127.0.0.1:1/v1")
    #expect(
      parsed(
        "agent -m ollama/qwen3 --mode plan --after-plan auto --allow-bash --deny Bash --deny=Write --max-requests 9 --context 8000 --base-url http://127.0.0.1:1/v1"
      ) == .agent(agent))
    #expect(parsed("demo-engine --anything -x") == .demoEngine(["--anything", "-x"]))
    #expect(parsed("credential get") == .credential(.get))
    #expect(parsed("complete tasks") == .complete(.tasks))
    #expect(parsed("manual") == .manual)
  }

  @Test("All options of add")
  func add() {
    var wanted = AddOptions()
    wanted.file = "-"
    wanted.repository = "https://git.lab/a/b"
    wanted.base = "main"
    wanted.engines = ["claude", "codex"]
    wanted.mode = .plan
    wanted.effort = "high"
    wanted.priority = -5
    wanted.after = [TaskID(1), TaskID(2)]
    wanted.bestOf = 2
    wanted.budgetUSD = 2.5
    wanted.maxTurns = 40
    wanted.timeoutSeconds = 5400
    wanted.again = true
    wanted.dryRun = true
    wanted.json = true
    #expect(
      parsed(
        "add - -r https://git.lab/a/b --base=main -eclaude,codex --engine codex --mode plan --effort high --priority -5 --after T1 --after T2 --best-of 2"
          + " --budget 2.50 --max-turns 40 --timeout 1h30m --again -n --json") == .add(wanted))
    #expect(parsed("add") == .add(AddOptions()))
  }

  @Test("All options of approve")
  func approve() {
    var wanted = PublishOptions(tasks: [TaskID(3)])
    wanted.kind = .pr
    wanted.branch = "x"
    wanted.message = "m"
    wanted.tree = "abc"
    wanted.dryRun = true
    wanted.yes = true
    #expect(parsed("approve T3 --publish pr --branch x -m m --tree abc -ny") == .approve(wanted))
    var parts = PublishOptions(tasks: [TaskID(3)])
    parts.without = ["docs", "a.txt"]
    parts.with = ["b.txt"]
    parts.only = ["src"]
    #expect(parsed("approve T3 --without docs --only src --without a.txt --with b.txt") == .approve(parts))
    #expect(refused("approve T3 T4 --without x") == "approve takes --without only with one task")
    #expect(refused("approve T3 T4 --branch x") == "approve takes --branch only with one task")
  }

  @Test("A message may begin with a dash and a blank, and is handed on as it is")
  func dashes() {
    #expect(
      (try? ArgumentParser.parse(["send", "T3", "- one\n- two; \"three\""]).get()) == .send(TaskID(3), .text("- one\n- two; \"three\"")))
    #expect((try? ArgumentParser.parse(["send", "T3", "--", "--help"]).get()) == .send(TaskID(3), .text("--help")))
  }

  @Test(
    "What makes no sense is refused in one sentence",
    arguments: [
      ("shwo T3", "no command shwo; did you mean show?"), ("aprove T1", "no command aprove; did you mean approve?"),
      ("trans T1", "no command trans; did you mean transcript?"),
      ("frobnicate", "no command frobnicate"), ("--jsn", "no option --jsn before a command"),
      ("--ls", "no option --ls before a command; did you mean ls?"),
      ("ls --jsno", "ls has no option --jsno; did you mean --json?"), ("ls -x", "ls has no option -x"),
      ("ls --json=1", "ls takes no value for --json"),
      ("add --repo", "add needs a value for --repo (DIR|URL)"), ("add --repo --json", "add needs a value for --repo (DIR|URL)"),
      ("add --repo=", "add --repo: “” is empty"),
      ("add --mode fast", "add --mode: “fast” is none of auto, ask, plan"),
      ("add --mode plna", "add --mode: “plna” is none of auto, ask, plan; did you mean plan?"),
      ("add --timeout soon", "add --timeout: “soon” is no duration; these look like 90s, 10m, 1h30m"),
      ("add --budget -1", "add --budget: “-1” is less than 0"),
      ("add --steps a,a", "add --steps: “a,a” has two steps named a"),
      ("add --chain a --steps b", "add takes --chain or --steps, not both"),
      ("add --budget x", "add --budget: “x” is no amount of money; write 2.50"), ("add --best-of 0", "add --best-of: “0” is less than 1"),
      ("add --after x", "add --after: “x” is no task id; these look like T12"),
      ("add -e a,b -m x", "add takes --model only with one engine"), ("add a b", "add takes no argument “b”"),
      (
        "ls --state reviw",
        "ls --state: “reviw” is none of queued, preparing, running, waiting, review, publishing, done, failed, stopped, discarded; did you mean review?"
      ),
      ("show", "show needs ID"), ("show T0", "“T0” is no task id; these look like T12".withCommand("show")),
      ("show T1 T2", "show takes no argument “T2”"),
      ("send T1", "send needs TEXT|-"), ("send T1 x --only 2", "send --only needs --reviews"), ("refresh", "refresh needs ID or --all"),
      ("send T1 --reviews --only 0", "send --only: “0” is no number of a comment"),
      ("refresh T1 --all", "refresh takes ID or --all, not both"),
      ("release", "release needs ID"), ("answer T1", "answer needs allow, deny, always or --text"),
      ("answer T1 allow --text x", "answer takes --text alone or with deny, not with allow"), ("wait", "wait needs ID or --all"),
      ("wait T1 --all", "wait takes ids or --all, not both"),
      ("diff T1 --stat --json", "diff takes only one of --stat, --name-only and --json"),
      ("replay x", "replay needs --engine E"), ("config", "config needs check|path|show"),
      ("service strat", "service “strat” is none of start, stop, status, run, logs; did you mean start?"),
      ("help shwo", "help knows no command shwo; did you mean show?"), ("themes x y", "themes takes no argument “y”"),
    ])
  func refusals(_ line: String, _ message: String) { #expect(refused(line) == message) }

  @Test("A refusal shows the usage line")
  func usage() {
    #expect(refused(["show"])?.text == "carrel: show needs ID\nusage: carrel show ID [--json]")
    #expect(refused(["x-y"])?.usage == "carrel [COMMAND] [ARGUMENT...]   (carrel help lists the commands)")
  }

  @Test(
    "Durations",
    arguments: [
      ("90s", 90), ("10m", 600), ("1h", 3600), ("1h30m", 5400), ("2d", 172_800), ("250ms", 0.25), ("15", 15), ("1.5h", 5400), ("0", 0),
      ("", nil), ("h", nil), ("5x", nil),
      ("-5s", nil), ("1h30", nil), ("5 m", nil), ("1..5s", nil), ("99999d", nil), ("nan", nil), ("1e3", nil),
    ] as [(String, Double?)])
  func durations(_ text: String, _ seconds: Double?) { #expect(DurationText.seconds(text) == seconds) }
}

extension String {
  fileprivate func withCommand(_ name: String) -> String { name + " " + self }
}
