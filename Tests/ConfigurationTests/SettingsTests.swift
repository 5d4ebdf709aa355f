import Configuration
import FoundationEssentials
import Model
import Testing

private func load(_ text: String, _ environment: [String: String] = [:]) -> (Settings, [String]) {
  let (settings, problems) = Settings.load(text: text, path: "c.toml", environment: environment)
  return (settings, problems.map(\.text))
}

@Suite("The configuration file")
struct SettingsTests {
  @Test("Without a file the defaults of the contract hold")
  func defaults() {
    let (settings, problems) = load("")
    #expect(problems == [])
    #expect(settings == Settings())
    #expect(
      settings.defaultEngine == "claude" && settings.maxRunning == 4 && settings.maxLive == 12 && settings.cleanup == .onCompletion
        && settings.theme == "terminal")
    #expect(settings.limits.perTask == TaskLimits(turns: 0, budgetUSD: 0, minutes: 60, silenceMinutes: 10, silenceStops: false, retries: 3))
    #expect(settings.limits.cloneSeconds == 300 && settings.limits.pushSeconds == 120)
    #expect(
      settings.git.userName == "Carrel" && settings.git.userEmail == "carrel@localhost" && settings.git.branch == "carrel/{id}-{slug}")
    #expect(settings.sandbox.level == .isolated && settings.sandbox.network == .engine && settings.sandbox.processes == 512)
    #expect(settings.answerTimeoutSeconds == nil && settings.mouse == .wheel && settings.notify == .auto)
  }

  @Test("The variable names the engine only when the file does not")
  func defaultEngine() {
    #expect(load("", ["DEFAULT_ENGINE": "codex"]).0.defaultEngine == "codex")
    #expect(load("default_engine = \"qwen\"", ["DEFAULT_ENGINE": "codex"]).0.defaultEngine == "qwen")
    #expect(load("", ["DEFAULT_ENGINE": ""]).0.defaultEngine == "claude")
  }

  @Test("docs/config.example.toml has no problem, also with the keys in its comments")
  func example() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("docs/config.example.toml"), encoding: .utf8)
    let (settings, problems) = load(text, ["HOME": "/home/me"])
    #expect(problems == [])
    #expect(settings.engines["claude"]?.allowedTools?.last == "Bash")
    #expect(settings.engines["claude"]?.disallowedTools == ["WebFetch"])
    #expect(settings.engines["claude"]?.keyEnvironment == "ANTHROPIC_API_KEY")
    #expect(settings.engines["claude"]?.environment == ["DISABLE_TELEMETRY": "1"])
    #expect(settings.engines["qwen"]?.protocol == .acp)
    #expect(settings.engines["qwen"]?.arguments == ["--acp"])
    #expect(settings.git.tokenEnvironment == "GITEA_TOKEN")
    #expect(settings.forges.map(\.host) == ["git.lab", "github.com"])
    #expect(settings.sandbox.allowHosts.map(\.text) == ["registry.npmjs.org"])
    #expect(settings.repositories.map(\.match) == ["https://git.lab/ops/", "/home/me/src/"])
    #expect(
      settings.repositories.first?.setup == "make deps" && settings.repositories.first?.check == "make test"
        && settings.repositories.first?.base == "main")
    for line in text.split(separator: "\n") where line.hasPrefix("# ") && line.contains(" = ") {
      #expect(load(text.replacing(line, with: line.dropFirst(2))).1 == [], "\(line)")
    }
  }

  @Test("What is shown can be read again and is the same")
  func description() {
    let text = """
      answer_timeout = "1h30m"
      brief = "a \\"b\\" \\\\ \\u0007"
      [engine.qwen]
      protocol = "acp"
      command = "qwen"
      args = ["--acp", ""]
      allowed_tools = []
      key_command = "pass x"
      [git]
      token_file = "~/t"
      [chain.careful]
      steps = [
        { name = "plan", engine = "claude", model = "opus", mode = "plan" }, { name = "implement" },
        { name = "test", brief = "a \\"b\\"", scope = "task", effort = "high" }, { name = "publish", publish = "branch" },
      ]
      [chain.waits]
      steps = [{ name = "implement" }, { name = "publish" }]
      [[repo]]
      match = "/srv/"
      notes = "one\\ntwo"
      """
    let (settings, problems) = load(text)
    #expect(problems == [])
    #expect(settings.answerTimeoutSeconds == 5400)
    #expect(
      settings.chains == [
        "careful": [
          WorkStep(name: "plan", engine: "claude", model: "opus", mode: .plan), WorkStep(name: "implement"),
          WorkStep(name: "test", effort: "high", brief: "a \"b\"", scope: .task), WorkStep(publishing: "publish", .branch),
        ], "waits": [WorkStep(name: "implement"), WorkStep(publishing: "publish", nil)],
      ])
    let (again, more) = load(settings.description)
    #expect(more == [])
    #expect(again == settings)
    #expect(!load("[engine.x]\nenv = { K = \"secret\" }").0.description.contains("secret"))
  }

  @Test(
    "Wrong values are errors and unknown keys warnings, with line and column",
    arguments: [
      ("max_running = 0", "c.toml:1:15: error: max_running must be between 1 and 1000, not 0"),
      ("\nmax_running = \"4\"", "c.toml:2:15: error: max_running must be a whole number, not a string"),
      ("max_runing = 4", "c.toml:1:1: warning: max_runing means nothing here; did you mean max_running?"),
      ("colour = 1", "c.toml:1:1: warning: colour means nothing here; it is ignored"),
      ("[limits]\nminutes = -1", "c.toml:2:11: error: [limits] minutes must be between 0 and 1000000, not -1.0"),
      ("[limits]\nsilence_stops = 1", "c.toml:2:17: error: [limits] silence_stops must be true or false, not an integer"),
      ("cleanup = \"never\"", "c.toml:1:11: error: cleanup must be one of \"on_completion\", \"on_success\", \"manual\", not \"never\""),
      ("notify = \"yes\"", "c.toml:1:10: error: notify must be one of \"auto\", \"bell\", \"osc\", \"off\", not \"yes\""),
      ("mouse = true", "c.toml:1:9: error: mouse must be one of \"off\", \"wheel\", \"full\", not true or false"),
      ("theme = \"\"", "c.toml:1:9: error: theme is empty; leave the line out instead"),
      ("answer_timeout = \"soon\"", "c.toml:1:18: error: answer_timeout must be a duration such as \"10m\" or \"1h30m\""),
      ("limits = 3", "c.toml:1:10: error: limits must be a table, not an integer"),
      ("max_live = 2", "c.toml:1:12: warning: max_live (2) is less than max_running (4), so that never more than 2 tasks run"),
      ("[engine]\nclaude = 1", "c.toml:2:10: error: [engine] claude must be a table: [engine.claude]"),
      ("[engine.claude]\nargs = [\"a\", 1]", "c.toml:2:14: error: [engine.claude] args must be a list of strings; this is an integer"),
      ("[engine.claude]\nmodle = \"x\"", "c.toml:2:1: warning: [engine.claude] modle means nothing here; did you mean model?"),
      (
        "[engine.claude]\nkey_env = \"sk-live-123\"",
        "c.toml:2:11: error: [engine.claude] key_env must be the name of an environment variable, not its value"
      ),
      (
        "[engine.claude]\napi_key = \"sk-live-123\"",
        "c.toml:2:11: error: [engine.claude] api_key would keep a secret in this file; use key_env, key_command, key_file, key_credential or key_vault"
      ),
      ("[engine.x]\nprotocol = \"command\"", "c.toml:2:12: error: [engine.x] needs command: the program that is run"),
      ("[mcp.t]\nargs = []", "c.toml:1:1: error: [mcp.t] needs either command (a program) or url (a server)"),
      ("[engine.x]\nmcp = [\"t\"]", "c.toml:1:1: error: [engine.x] mcp names “t”, but there is no [mcp.t]"),
      (
        "[engine.x]\nbase_url = \"gpu.lab:8000\"",
        "c.toml:2:12: error: [engine.x] base_url must be an address that begins with http:// or https://"
      ),
      (
        "[engine.x]\nkey_command = \"A\"\nkey_file = \"b\"",
        "c.toml:3:12: error: [engine.x] has key_command and key_file; only one of them can hold"
      ),
      (
        "[git]\nbranch = \"work\"",
        "c.toml:2:10: error: [git] branch needs {id} in it, for else all tasks have the same branch; for example \"carrel/{id}-{slug}\""
      ),
      ("[git]\nuser_name = \"a <b>\"", "c.toml:2:13: error: [git] user_name must not have angle brackets or line ends in it"),
      (
        "[sandbox]\nallow_hosts = [\"https://x\"]",
        "c.toml:2:15: error: [sandbox] allow_hosts has “https://x”, which is an address of a page; leave out the scheme and the path"
      ),
      (
        "[[repo]]\nmatch = \"x\"\nallow_hosts = [\"ok.example\", \"127.1\"]",
        "c.toml:3:15: error: [[repo]] allow_hosts has “127.1”, which is an address in an unusual spelling"
      ),
      ("[repo]\nmatch = \"x\"", "c.toml:1:1: error: repo must be written as [[repo]], with two brackets"),
      ("[[repo]]\nbase = \"x\"", "c.toml:1:1: error: [[repo]] needs match: the beginning of a URL or of a path"),
    ])
  func problems(_ text: String, _ problem: String) {
    let (settings, problems) = load(text)
    #expect(problems == [problem])
    #expect(!problem.contains("error") || settings.maxRunning == 4)
  }

  @Test(
    "What is wrong with a chain is said with its place",
    arguments: [
      ("[chain.a]", "c.toml:1:1: error: [chain.a] needs steps"), ("chain = 1", "chain must be a table"),
      ("[chain]\na = 1", "must be a table: [chain.a]"), ("[chain.a]\nsteps = 1", "must be a list of tables, not an integer"),
      ("[chain.a]\nsteps = [1]", "step 1 must be a table"), ("[chain.a]\nsteps = []", "[chain.a] has no steps"),
      ("[chain.a]\nsteps = [{ engine = \"x\" }]", "step 1 needs a name"),
      ("[chain.a]\nsteps = [{ name = \"x\", mode = \"no\" }]", "must be one of \"auto\""),
      ("[chain.a]\nsteps = [{ name = \"x\", model = 3 }]", "must be a string"),
      ("[chain.a]\nsteps = [{ name = \"x\", publish = \"branch\", engine = \"e\" }]", "takes no engine"),
      ("[chain.a]\nsteps = [{ name = \"p\", publish = \"branch\" }, { name = \"x\" }]", "not its last"),
      ("[chain.a]\nsteps = [{ name = \"x\", scope = \"task\" }]", "begins with"),
    ])
  func chainProblems(_ text: String, _ part: String) {
    let (settings, problems) = load(text)
    #expect(settings.chains.isEmpty)
    #expect(problems.count == 1 && problems[0].contains(part), "\(problems)")
  }

  @Test("What is no TOML is one error with its place; all problems come in the order of the file")
  func order() {
    let broken = Settings.load(text: "a = 1\nb = = 2\n", path: "/etc/c.toml").1
    #expect(broken.count == 1)
    #expect(broken.first.map { $0.severity == .error && $0.line == 2 && $0.text.hasPrefix("/etc/c.toml:2:") } == true)
    #expect(load("x = 1\n[limits]\ny = 1\n[git]\nz = 1\n").1.map { $0.prefix(8) } == ["c.toml:1", "c.toml:3", "c.toml:5"])
  }

  @Test("Templates are read from beside the file")
  func templates() {
    let text = "brief = \"a.md\"\n[[repo]]\nmatch = \"/x\"\nbrief = \"~/b.md\"\n"
    let files = ["/etc/a.md": "A", "/home/me/b.md": "B"]
    let (settings, problems) = Settings.load(text: text, path: "/etc/c.toml", environment: ["HOME": "/home/me"]) { files[$0] }
    #expect(problems == [])
    #expect(settings.briefTemplate == "A")
    #expect(settings.repositories.first?.briefTemplate == "B")
    let missing = Settings.load(text: text, path: "/etc/c.toml", environment: [:]) { _ in nil }.1
    #expect(
      missing.map(\.text) == [
        "/etc/c.toml: error: the brief /etc/a.md cannot be read", "/etc/c.toml: error: the brief /etc/~/b.md cannot be read",
      ])
  }

  @Test("Files that are named lie beside the configuration, unless they begin with / or ~/")
  func files() {
    let text = """
      [git]
      token_file = "t"
      ssh_config = "~/.ssh/lab"
      [[forge]]
      kind = "gitea"
      host = "a.lab"
      token_file = "../x/t"
      ca_file = "ca.pem"
      [[forge]]
      kind = "github"
      host = "b.lab"
      token_file = "/run/t"
      [engine.codex]
      key_file = "~/.k"
      [vault]
      url = "https://v.lab"
      auth = "userpass"
      username = "me"
      password_file = "p"
      ca = "v.pem"
      """
    let settings = Settings.load(text: text, path: "/etc/carrel/c.toml", environment: ["HOME": "/h"]).0
    #expect(settings.git.tokenFile == "/etc/carrel/t" && settings.git.sshConfig == "/h/.ssh/lab")
    #expect(settings.forges.map(\.tokenFile) == ["/etc/carrel/../x/t", "/run/t"])
    #expect(settings.forges[0].certificates == "/etc/carrel/ca.pem")
    #expect(settings.engines["codex"]?.keyFile == "~/.k", "whoever reads it knows the home")
    #expect(settings.vault.password.file == "/etc/carrel/p" && settings.vault.certificates == "/etc/carrel/v.pem")
  }

  @Test("A repository's settings are found by the longest beginning of its URL or path")
  func repositories() {
    let settings = load(
      "[[repo]]\nmatch = \"https://git.lab/\"\nbase = \"a\"\n[[repo]]\nmatch = \"https://git.lab/ops/\"\nbase = \"b\"\n[[repo]]\nmatch = \"~/src\"\nbase = \"c\"\n",
      ["HOME": "/h"]
    ).0
    func base(_ source: String, _ remote: String? = nil) -> String? {
      settings.repository(matching: RepositoryLocation(source: source, publishTo: remote ?? source))?.base
    }
    #expect(base("https://git.lab/ops/x.git") == "b")
    #expect(base("https://git.lab/dev/x") == "a")
    #expect(base("https://git.lab/opsy/x") == "a")
    #expect(base("https://git.labs/x") == nil)
    #expect(base("/h/src/x") == "c")
    #expect(base("/h/src") == "c")
    #expect(base("/h/srcs/x") == nil)
    #expect(base("/elsewhere", "https://git.lab/ops/x") == "b")
  }
}

@Suite("In which way tasks are published when nobody says")
struct UsualPublicationTests {
  @Test(arguments: [
    ("", "/a", Publication.Kind.branch), ("[publish]\nkind = \"pr\"\n", "/a", .pr),
    ("[publish]\nkind = \"pr\"\n[[repo]]\nmatch = \"/a\"\n[repo.publish]\nkind = \"patch\"\n", "/a/b", .patch),
    ("[publish]\nkind = \"pr\"\n[[repo]]\nmatch = \"/a\"\n[repo.publish]\nkind = \"patch\"\n", "/ab", .pr),
    ("[publish]\nkind = \"pr\"\n[[repo]]\nmatch = \"/a\"\n[repo.publish]\nkind = \"patch\"\n[[repo]]\nmatch = \"/a/b\"\n", "/a/b", .pr),
    ("[[repo]]\nmatch = \"/a\"\n[repo.publish]\nkind = \"merge\"\n", "/a", .merge),
  ])
  func kinds(_ text: String, _ place: String, _ kind: Publication.Kind) {
    let settings = Settings.load(text: text, path: "/c.toml", environment: [:]).0
    let location = RepositoryLocation(source: place, publishTo: place)
    #expect(settings.usualPublication.kind(of: location) == kind)
    #expect(settings.publishing(location).kind ?? .branch == kind)
  }
}

@Suite("Where everything lies")
struct SettingsPathsTests {
  private func paths(_ environment: [String: String]) -> SettingsPaths {
    SettingsPaths(environment: environment, uid: 1000, home: "/home/me")
  }

  @Test("Without variables below the home")
  func usual() {
    let found = paths([:])
    #expect(found.config == "/home/me/.config/carrel/config.toml")
    #expect(found.themes == "/home/me/.config/carrel/themes")
    #expect(found.state == "/home/me/.local/state/carrel")
    #expect(found.socket == "/home/me/.local/state/carrel/service.sock")
    #expect(found.lock == "/home/me/.local/state/carrel/service.lock")
    #expect(found.log == "/home/me/.local/state/carrel/service.log")
    #expect(found.database == "/home/me/.local/state/carrel/carrel.db")
    #expect(found.demo == "/home/me/.local/state/carrel-demo")
    #expect(found.theme == nil)
  }

  @Test("The XDG variables, when absolute; HOME before the user's entry")
  func xdg() {
    let found = paths(["XDG_CONFIG_HOME": "/c/", "XDG_STATE_HOME": "/s", "HOME": "/other"])
    #expect(found.config == "/c/carrel/config.toml" && found.state == "/s/carrel")
    #expect(paths(["XDG_CONFIG_HOME": "c", "XDG_STATE_HOME": ""]) == paths([:]))
    #expect(paths(["HOME": "/other"]).state == "/other/.local/state/carrel")
  }

  @Test("Carrel's own variables go before")
  func overrides() {
    let found = paths(["CARREL_CONFIG": "/x/y.toml", "CARREL_STATE_DIR": "/var/c/", "CARREL_THEME": "dusk", "XDG_STATE_HOME": "/s"])
    #expect(found.config == "/x/y.toml" && found.state == "/var/c" && found.socket == "/var/c/service.sock" && found.theme == "dusk")
    #expect(paths(["CARREL_STATE_DIR": "c", "PWD": "/w"]).state == "/w/c")
  }

  @Test("A socket's path is never too long, and the same for the same directory")
  func longSocket() {
    let fits = "/" + String(repeating: "d", count: 107 - 1 - "/service.sock".count)
    #expect(paths(["CARREL_STATE_DIR": fits]).socket == fits + "/service.sock")
    #expect(paths(["CARREL_STATE_DIR": fits]).socket.utf8.count == 107)
    let long = paths(["CARREL_STATE_DIR": fits + "d"])
    #expect(long.socketDirectory.hasPrefix("/tmp/carrel-1000-") && long.socketDirectory.count == "/tmp/carrel-1000-".count + 16)
    #expect(long.socket == long.socketDirectory + "/service.sock")
    #expect(long.lock == fits + "d/service.lock")
    #expect(long == paths(["CARREL_STATE_DIR": fits + "d/"]))
    #expect(long.socket != paths(["CARREL_STATE_DIR": fits + "e"]).socket)
  }
}
