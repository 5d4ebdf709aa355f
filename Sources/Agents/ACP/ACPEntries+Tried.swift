/// Agents whose real program was driven.
extension ACPEntries {
  static let tried: [ACPEntry] = [vibe, kimi, openhands, gptme]

  private static let vibe = ACPEntry(
    "vibe", title: "Mistral Vibe", command: "vibe-acp", homepage: "https://github.com/mistralai/mistral-vibe",
    installHint: "uv tool install mistral-vibe (Python 3.12 or newer)"
  ).with {
    $0.installation = EngineInstallation(
      ["uv", "tool", "install", "mistral-vibe"], documentation: "https://github.com/mistralai/mistral-vibe")
    $0.credentialVariables = ["MISTRAL_API_KEY"]
    $0.loginFiles = [".vibe/.env", ".vibe/config.toml"]
    $0.logIn = "run `vibe` once"
    $0.options.capabilities = ACPOptions.usual.subtracting(.questions).union([.resume, .compact, .switchModel, .tokens])
    $0.leavesBehind = ["its configuration, sessions and logs in ~/.vibe of the task's private home"]
    $0.remarks = ["It retries a rate limit for ever; the task's own limits end that."]
    $0.trial = .realProgram
  }

  private static let kimi = ACPEntry(
    "kimi", title: "Kimi Code CLI", command: "kimi", arguments: ["acp"], homepage: "https://github.com/MoonshotAI/kimi-cli",
    installHint: "npm install -g @moonshot-ai/kimi-code"
  ).with {
    // The last Python package of that name downloads and runs an installer when it is started without arguments.
    $0.versionArguments = []
    $0.credentialVariables = ["KIMI_API_KEY", "MOONSHOT_API_KEY"]
    $0.passedVariables = ["KIMI_BASE_URL", "KIMI_MODEL_NAME"]
    $0.loginFiles = [".kimi/credentials/kimi-code.json", ".kimi/config.toml"]
    $0.logIn = "run `kimi login`"
    $0.options.capabilities = ACPOptions.usual.union([.resume, .compact, .switchModel])
    $0.leavesBehind = ["its configuration and sessions in ~/.kimi of the task's private home"]
    $0.remarks = ["It reads and writes files and runs commands through Carrel.", "A refused permission ends its turn."]
    $0.trial = .recordings
  }

  private static let openhands = ACPEntry(
    "openhands", title: "OpenHands CLI", command: "openhands", arguments: ["acp", "--override-with-envs"],
    homepage: "https://docs.openhands.dev", installHint: "uv tool install openhands --python 3.12"
  ).with {
    $0.installation = EngineInstallation(
      ["uv", "tool", "install", "openhands", "--python", "3.12"],
      documentation: "https://docs.openhands.dev/openhands/usage/cli/installation")
    $0.credentialVariables = ["LLM_API_KEY"]
    $0.passedVariables = ["LLM_BASE_URL", "LLM_MODEL"]
    $0.loginFiles = [".openhands/agent_settings.json"]
    $0.options.modelVariable = "LLM_MODEL"
    $0.options.baseURLVariable = "LLM_BASE_URL"
    $0.options.capabilities = [.severalTurns, .resume, .interrupt, .permissions, .tokens, .cost]
    $0.leavesBehind = ["its conversations in ~/.openhands of the task's private home", "a tmux server, which ends with the sandbox"]
    $0.remarks = ["It wants ~/.openhands/agent_settings.json even when the model comes from the environment.", "It does not stream text."]
    $0.trial = .recordings
  }

  private static let gptme = ACPEntry(
    "gptme", title: "gptme", command: "gptme-acp", homepage: "https://gptme.org", installHint: "pipx install 'gptme[acp]'"
  ).with {
    $0.installation = EngineInstallation(["pipx", "install", "gptme[acp]"], documentation: "https://gptme.org/docs/getting-started.html")
    $0.versionArguments = []
    $0.credentialVariables = ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENROUTER_API_KEY", "GEMINI_API_KEY"]
    $0.passedVariables = ["OPENAI_BASE_URL", "MODEL"]
    $0.logIn = "add a key to ~/.config/gptme/config.local.toml"
    $0.loginFiles = [".config/gptme/config.local.toml", ".config/gptme/config.toml"]
    $0.options.modelVariable = "MODEL"
    $0.options.baseURLVariable = "OPENAI_BASE_URL"
    $0.options.environment = ["GPTME_CHECK": "false"]
    $0.options.capabilities = [.severalTurns, .interrupt, .textDeltas]
    $0.leavesBehind = ["its conversations in ~/.local/share/gptme of the task's private home"]
    $0.remarks = [
      "It works with tools inside its text; what it runs is not told apart.",
      "It asks for no permission, in mode ask neither; its sandbox is what holds it.",
      "While its model is silent it does not notice an interrupt: its process is then ended.",
    ]
    $0.trial = .realProgram
  }
}
