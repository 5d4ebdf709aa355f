/// Agents of the protocol's registry (https://github.com/agentclientprotocol/registry) and of their own documentation. Their command lines are documented; the project
/// never ran them.
extension ACPEntries {
  static let documented: [ACPEntry] = [
    goose, qwen, copilot, cursor, auggie, cagent, claudeACP, codexACP, codeAssistant, droid, junie, qoder, stakpak, openclaw, cline,
    fastAgent,
    pi, raxol,
  ]

  private static let node = ACPOptions.usual.union([.resume])

  private static func npm(_ package: String, _ page: String) -> EngineInstallation {
    EngineInstallation(["npm", "install", "-g", package], documentation: page)
  }

  private static let goose = ACPEntry(
    "goose", title: "goose", command: "goose", arguments: ["acp"], homepage: "https://block.github.io/goose",
    installHint: "download it from https://github.com/block/goose/releases"
  ).with {
    $0.credentialVariables = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY", "OPENROUTER_API_KEY"]
    $0.passedVariables = ["GOOSE_PROVIDER", "GOOSE_MODEL", "OPENAI_HOST", "OLLAMA_HOST"]
    $0.loginFiles = [".config/goose/config.yaml", ".config/goose/secrets.yaml"]
    $0.logIn = "run `goose configure`"
    $0.options = ACPOptions(
      capabilities: node, environment: ["GOOSE_DISABLE_KEYRING": "1"], modelVariable: "GOOSE_MODEL", baseURLVariable: "OPENAI_HOST")
    $0.leavesBehind = ["its sessions in ~/.local/share/goose of the task's private home"]
  }

  private static let qwen = ACPEntry(
    "qwen", title: "Qwen Code", command: "qwen", arguments: ["--acp"], homepage: "https://github.com/QwenLM/qwen-code",
    installHint: "npm install -g @qwen-code/qwen-code"
  ).with {
    $0.installation = npm("@qwen-code/qwen-code", "https://github.com/QwenLM/qwen-code")
    $0.credentialVariables = ["OPENAI_API_KEY", "DASHSCOPE_API_KEY"]
    $0.passedVariables = ["OPENAI_BASE_URL", "OPENAI_MODEL"]
    $0.loginFiles = [".qwen/oauth_creds.json", ".qwen/settings.json"]
    $0.logIn = "run `qwen` once and log in"
    $0.options = ACPOptions(capabilities: node, modelVariable: "OPENAI_MODEL", baseURLVariable: "OPENAI_BASE_URL")
    $0.leavesBehind = ["its sessions in ~/.qwen of the task's private home"]
  }

  private static let copilot = ACPEntry(
    "copilot", title: "GitHub Copilot CLI", command: "copilot", arguments: ["--acp", "--stdio"],
    homepage: "https://docs.github.com/copilot/concepts/agents/about-copilot-cli", installHint: "npm install -g @github/copilot"
  ).with {
    $0.installation = npm("@github/copilot", "https://docs.github.com/copilot/how-tos/set-up/install-copilot-cli")
    $0.credentialVariables = ["COPILOT_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"]
    $0.loginFiles = [".copilot/config.json"]
    $0.logIn = "run `copilot` once and use /login"
    $0.options = ACPOptions(capabilities: node, environment: ["COPILOT_AUTO_UPDATE": "false"], modelVariable: "COPILOT_MODEL")
  }

  private static let cursor = ACPEntry(
    "cursor", title: "Cursor CLI", command: "cursor-agent", arguments: ["acp"], homepage: "https://cursor.com/docs/cli/acp",
    installHint: "curl https://cursor.com/install -fsS | bash"
  ).with {
    $0.installation = EngineInstallation(
      ["sh", "-c", "curl https://cursor.com/install -fsS | bash"], documentation: "https://cursor.com/docs/cli/installation")
    $0.credentialVariables = ["CURSOR_API_KEY"]
    $0.loginFiles = [".config/cursor/auth.json", ".cursor/cli-config.json"]
    $0.logIn = "run `cursor-agent login`"
    $0.options.capabilities = node
    $0.remarks = ["Newer installations call the program `agent`: set command under [engine.cursor]."]
  }

  private static let auggie = ACPEntry(
    "auggie", title: "Auggie CLI", command: "auggie", arguments: ["--acp"], homepage: "https://docs.augmentcode.com/cli/overview",
    installHint: "npm install -g @augmentcode/auggie"
  ).with {
    $0.installation = npm("@augmentcode/auggie", "https://docs.augmentcode.com/cli/overview")
    $0.credentialVariables = ["AUGMENT_SESSION_AUTH"]
    $0.loginFiles = [".augment/session.json"]
    $0.logIn = "run `auggie login`"
    $0.options.environment = ["AUGMENT_DISABLE_AUTO_UPDATE": "1"]
  }

  private static let cagent = ACPEntry(
    "cagent", title: "cagent", command: "cagent", arguments: ["acp"], homepage: "https://github.com/docker/cagent",
    installHint: "download it from https://github.com/docker/cagent/releases"
  ).with {
    $0.versionArguments = ["version"]
    $0.credentialVariables = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY", "MISTRAL_API_KEY"]
    $0.logIn = "set the key of its agent's provider"
    $0.remarks = ["Its agent file is an argument: args = [\"agent.yaml\"] under [engine.cagent]."]
  }

  private static let claudeACP = ACPEntry(
    "claude-code-acp", title: "Claude Agent over ACP", command: "claude-agent-acp",
    homepage: "https://github.com/agentclientprotocol/claude-agent-acp", installHint: "npm install -g @agentclientprotocol/claude-agent-acp"
  ).with {
    $0.installation = npm("@agentclientprotocol/claude-agent-acp", "https://github.com/agentclientprotocol/claude-agent-acp")
    // It speaks the protocol whatever its arguments are.
    $0.versionArguments = []
    $0.credentialVariables = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"]
    $0.passedVariables = ["ANTHROPIC_BASE_URL"]
    $0.loginFiles = [".claude/.credentials.json"]
    $0.logIn = "log in with `claude` once"
    $0.options = ACPOptions(
      capabilities: node.union([.compact, .switchModel, .tokens, .cost]),
      environment: ["DISABLE_AUTOUPDATER": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"], usagePerTurn: true)
    $0.remarks = ["The engine claude speaks to the same agent without the detour."]
    $0.leavesBehind = ["the conversation in ~/.claude of the task's private home"]
  }

  private static let codexACP = ACPEntry(
    "codex-acp", title: "Codex over ACP", command: "codex-acp", homepage: "https://github.com/zed-industries/codex-acp",
    installHint: "npm install -g @zed-industries/codex-acp"
  ).with {
    $0.installation = npm("@zed-industries/codex-acp", "https://github.com/zed-industries/codex-acp")
    $0.credentialVariables = ["CODEX_API_KEY", "OPENAI_API_KEY"]
    $0.passedVariables = ["OPENAI_BASE_URL"]
    $0.loginFiles = [".codex/auth.json", ".codex/config.toml"]
    $0.logIn = "log in with `codex` once"
    $0.options.capabilities = node.union([.compact, .switchModel])
    $0.remarks = ["The engine codex speaks to the same agent without the detour."]
    $0.leavesBehind = ["the conversation in ~/.codex of the task's private home"]
  }

  private static let codeAssistant = ACPEntry(
    "code-assistant", title: "code-assistant", command: "code-assistant", arguments: ["acp"],
    homepage: "https://github.com/stippi/code-assistant", installHint: "build it from https://github.com/stippi/code-assistant"
  ).with {
    $0.credentialVariables = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY"]
    $0.loginFiles = [".config/code-assistant/providers.json", ".config/code-assistant/models.json"]
    $0.logIn = "write its providers.json"
  }

  private static let droid = ACPEntry(
    "droid", title: "Factory Droid", command: "droid", arguments: ["exec", "--output-format", "acp"], homepage: "https://docs.factory.ai",
    installHint: "npm install -g droid"
  ).with {
    $0.installation = npm("droid", "https://docs.factory.ai/cli/getting-started/quickstart")
    $0.credentialVariables = ["FACTORY_API_KEY"]
    $0.loginFiles = [".factory/auth.json"]
    $0.logIn = "run `droid` once and log in"
    $0.options.environment = ["DROID_DISABLE_AUTO_UPDATE": "true", "FACTORY_DROID_AUTO_UPDATE_ENABLED": "false"]
  }

  private static let junie = ACPEntry(
    "junie", title: "Junie", command: "junie", arguments: ["--acp=true"], homepage: "https://junie.jetbrains.com",
    installHint: "download it from https://github.com/JetBrains/junie-acp-release/releases"
  ).with {
    $0.credentialVariables = ["JUNIE_API_KEY"]
    $0.logIn = "run `junie` once and log in"
  }

  private static let qoder = ACPEntry(
    "qoder", title: "Qoder CLI", command: "qodercli", arguments: ["--acp"], homepage: "https://docs.qoder.com/cli/quick-start",
    installHint: "npm install -g @qoder-ai/qodercli"
  ).with {
    $0.installation = npm("@qoder-ai/qodercli", "https://docs.qoder.com/cli/quick-start")
    $0.credentialVariables = ["QODER_PERSONAL_ACCESS_TOKEN"]
    $0.loginFiles = [".qoder/.auth/user"]
    $0.logIn = "run `qodercli` once and use /login"
  }

  private static let stakpak = ACPEntry(
    "stakpak", title: "Stakpak", command: "stakpak", arguments: ["acp"], homepage: "https://github.com/stakpak/agent",
    installHint: "download it from https://github.com/stakpak/agent/releases"
  ).with {
    $0.credentialVariables = ["STAKPAK_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY"]
    $0.loginFiles = [".stakpak/config.toml"]
    $0.logIn = "run `stakpak login`"
  }

  private static let openclaw = ACPEntry(
    "openclaw", title: "OpenClaw", command: "openclaw", arguments: ["acp"], homepage: "https://docs.openclaw.ai/cli/acp",
    installHint: "npm install -g openclaw"
  ).with {
    $0.installation = npm("openclaw", "https://docs.openclaw.ai/install")
    $0.credentialVariables = ["OPENCLAW_GATEWAY_TOKEN"]
    $0.loginFiles = [".openclaw/openclaw.json"]
    $0.logIn = "set up its gateway"
    $0.remarks = ["A bridge to its gateway, which works where the gateway runs and not in the task's sandbox."]
  }

  private static let cline = ACPEntry(
    "cline", title: "Cline CLI", command: "cline", arguments: ["--acp"], homepage: "https://cline.bot/cli",
    installHint: "npm install -g cline"
  ).with {
    $0.installation = npm("cline", "https://docs.cline.bot/cline-cli/installation")
    $0.credentialVariables = ["CLINE_API_KEY", "ANTHROPIC_API_KEY", "OPENROUTER_API_KEY", "OPENAI_API_KEY"]
    $0.loginFiles = [".cline/data/secrets.json", ".cline/data/globalState.json"]
    $0.logIn = "run `cline auth`"
  }

  private static let fastAgent = ACPEntry(
    "fast-agent", title: "fast-agent", command: "fast-agent-acp", arguments: ["-x"], homepage: "https://fast-agent.ai",
    installHint: "uv tool install fast-agent-acp"
  ).with {
    $0.installation = EngineInstallation(["uv", "tool", "install", "fast-agent-acp"], documentation: "https://fast-agent.ai/acp")
    $0.credentialVariables = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY", "OPENROUTER_API_KEY"]
    $0.options.modelVariable = "FAST_AGENT_MODEL"
    $0.logIn = "write its fastagent.secrets.yaml"
  }

  private static let pi = ACPEntry(
    "pi", title: "Pi over ACP", command: "pi-acp", homepage: "https://github.com/svkozak/pi-acp", installHint: "npm install -g pi-acp"
  ).with {
    $0.installation = npm("pi-acp", "https://github.com/svkozak/pi-acp")
    $0.versionArguments = []
    $0.credentialVariables = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "OPENROUTER_API_KEY"]
    $0.loginFiles = [".pi/agent/auth.json", ".pi/agent/settings.json"]
    $0.logIn = "run `pi` once and use /login"
    $0.remarks = ["It starts the program pi, which has to be installed, too."]
  }

  private static let raxol = ACPEntry(
    "raxol", title: "Raxol", command: "raxol", arguments: ["acp"], homepage: "https://raxol.io", installHint: "see https://raxol.io"
  ).with {
    $0.credentialVariables = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY"]
    $0.logIn = "set a key of its provider"
  }
}
