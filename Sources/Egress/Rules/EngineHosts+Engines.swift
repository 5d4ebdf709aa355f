/// What engines need for themselves.
extension EngineHosts {
  /// One entry an engine that ships with Carrel and is known to speak to hosts of its own. Engines that are not here get their provider's hosts and what the operator
  /// allows.
  package static let engines: [EngineHosts] = [
    EngineHosts(
      "claude", ["api.anthropic.com", "claude.ai", "claude.com", "platform.claude.com", "console.anthropic.com"], date: "2026-11-20",
      source: "https://code.claude.com/docs/en/network-config",
      leftOut: [
        "statsig.anthropic.com and sentry.io (telemetry)", "storage.googleapis.com and downloads.claude.ai (updates)",
        "mcp-proxy.anthropic.com (connectors of claude.ai)",
      ]),
    EngineHosts(
      "codex", ["api.openai.com", "chatgpt.com", "auth.openai.com"], date: "2026-11-20", source: "https://developers.openai.com/codex",
      leftOut: ["github.com (updates, plugins)", "ab.chatgpt.com (telemetry)"]),
    EngineHosts(
      "gemini",
      ["generativelanguage.googleapis.com", "cloudcode-pa.googleapis.com", "oauth2.googleapis.com", "accounts.google.com"],
      date: "2026-11-20", source: "https://github.com/google-gemini/gemini-cli/tree/main/docs",
      leftOut: [
        "play.googleapis.com (telemetry)", "registry.npmjs.org (updates)", "aiplatform.googleapis.com (Vertex: add the one of your region)",
      ]),
    EngineHosts(
      "opencode", ["opencode.ai", "models.dev"], date: "2026-11-20", source: "https://opencode.ai/docs",
      leftOut: ["registry.npmjs.org (packages of providers and plugins)"]),
    EngineHosts(
      "aider", [], date: "2026-11-20", source: "https://aider.chat/docs",
      leftOut: ["us.i.posthog.com (telemetry)", "pypi.org (updates)", "raw.githubusercontent.com (list of prices)"]),
    EngineHosts("carrel", [], date: "2026-11-20", source: "docs/engines.md"),
    EngineHosts("demo", [], date: "2026-11-20", source: "docs/engines.md"),
    EngineHosts(
      "vibe", ["api.mistral.ai"], date: "2026-11-20", source: "https://github.com/mistralai/mistral-vibe",
      leftOut: ["pypi.org (updates)"]),
    EngineHosts(
      "kimi", ["api.moonshot.ai", "api.moonshot.cn", "api.kimi.com"], date: "2026-11-20",
      source: "https://github.com/MoonshotAI/kimi-cli"),
    EngineHosts(
      "qwen", ["dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com", "portal.qwen.ai"], date: "2026-11-20",
      source: "https://github.com/QwenLM/qwen-code"),
    EngineHosts(
      "copilot", ["*.githubcopilot.com", "copilot-proxy.githubusercontent.com", "origin-tracker.githubusercontent.com"],
      date: "2026-11-21", source: "https://docs.github.com/en/copilot/reference/copilot-allowlist-reference",
      leftOut: [
        "api.github.com and github.com (log in before; what can be pushed to can be leaked to)",
        "copilot-telemetry.githubusercontent.com, collector.github.com and default.exp-tas.com (telemetry)",
      ]),
    EngineHosts(
      "cursor", ["api2.cursor.sh", "api5.cursor.sh", "authenticate.cursor.sh"], date: "2026-11-20",
      source: "https://cursor.com/docs/enterprise/network-configuration"),
    EngineHosts("claude-code-acp", ["api.anthropic.com"], date: "2026-11-20", source: "https://code.claude.com/docs/en/network-config"),
    EngineHosts(
      "codex-acp", ["api.openai.com", "chatgpt.com", "auth.openai.com"], date: "2026-11-20", source: "https://developers.openai.com/codex"),
  ]

  /// One entry a provider, by the name that stands before the "/" of a model.
  package static let providers: [EngineHosts] = [
    EngineHosts("anthropic", ["api.anthropic.com"], date: "2026-11-20", source: "https://docs.claude.com/en/api/overview"),
    EngineHosts("openai", ["api.openai.com"], date: "2026-11-20", source: "https://platform.openai.com/docs/api-reference"),
    EngineHosts("gemini", ["generativelanguage.googleapis.com"], date: "2026-11-20", source: "https://ai.google.dev/api"),
    EngineHosts("google", ["generativelanguage.googleapis.com"], date: "2026-11-20", source: "https://ai.google.dev/api"),
    EngineHosts("mistral", ["api.mistral.ai", "codestral.mistral.ai"], date: "2026-11-20", source: "https://docs.mistral.ai/api"),
    EngineHosts("deepseek", ["api.deepseek.com"], date: "2026-11-20", source: "https://api-docs.deepseek.com"),
    EngineHosts("xai", ["api.x.ai"], date: "2026-11-20", source: "https://docs.x.ai"),
    EngineHosts("groq", ["api.groq.com"], date: "2026-11-20", source: "https://console.groq.com/docs"),
    EngineHosts("openrouter", ["openrouter.ai"], date: "2026-11-20", source: "https://openrouter.ai/docs"),
    EngineHosts("cohere", ["api.cohere.com"], date: "2026-11-20", source: "https://docs.cohere.com"),
    EngineHosts("together", ["api.together.xyz"], date: "2026-11-20", source: "https://docs.together.ai"),
    EngineHosts("together_ai", ["api.together.xyz"], date: "2026-11-20", source: "https://docs.together.ai"),
    EngineHosts("fireworks", ["api.fireworks.ai"], date: "2026-11-20", source: "https://docs.fireworks.ai"),
    EngineHosts("fireworks_ai", ["api.fireworks.ai"], date: "2026-11-20", source: "https://docs.fireworks.ai"),
    EngineHosts("cerebras", ["api.cerebras.ai"], date: "2026-11-20", source: "https://inference-docs.cerebras.ai"),
    EngineHosts("moonshot", ["api.moonshot.ai", "api.moonshot.cn"], date: "2026-11-20", source: "https://platform.moonshot.ai/docs"),
    EngineHosts(
      "dashscope", ["dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com"], date: "2026-11-20",
      source: "https://www.alibabacloud.com/help/en/model-studio"),
    EngineHosts("perplexity", ["api.perplexity.ai"], date: "2026-11-20", source: "https://docs.perplexity.ai"),
    EngineHosts("opencode", ["opencode.ai"], date: "2026-11-20", source: "https://opencode.ai/docs/zen"),
    EngineHosts("deepinfra", ["api.deepinfra.com"], date: "2026-11-20", source: "https://deepinfra.com/docs"),
    EngineHosts("zai", ["api.z.ai"], date: "2026-11-20", source: "https://docs.z.ai"),
    EngineHosts("minimax", ["api.minimax.io"], date: "2026-11-20", source: "https://platform.minimax.io/docs"),
  ]
}
