import Model

extension Settings: CustomStringConvertible {
  /// What holds, as TOML, defaults included (`carrel config show`). There are no secrets in it but what `env` of an engine may have, which is hidden.
  package var description: String {
    var lines = [
      "default_engine = \(quoted(defaultEngine))", "max_running = \(maxRunning)", "max_live = \(maxLive)",
      "cleanup = \(quoted(cleanup.rawValue))",
      "theme = \(quoted(theme))", "mouse = \(quoted(mouse.rawValue))", "notify = \(quoted(notify.rawValue))", "plain = \(plain)",
    ]
    if let seconds = answerTimeoutSeconds { lines.append("answer_timeout = \(number(seconds))") }
    add("brief", briefPath, &lines)
    lines += [
      "", "[limits]", "turns = \(limits.perTask.turns)", "budget_usd = \(number(limits.perTask.budgetUSD))",
      "tokens = \(limits.perTask.tokens)", "minutes = \(number(limits.perTask.minutes))",
      "silence_minutes = \(number(limits.perTask.silenceMinutes))", "silence_stops = \(limits.perTask.silenceStops)",
      "retries = \(limits.perTask.retries)",
      "clone_seconds = \(number(limits.cloneSeconds))", "push_seconds = \(number(limits.pushSeconds))",
      "setup_seconds = \(number(limits.setupSeconds))", "check_seconds = \(number(limits.checkSeconds))", "", "[git]",
      "user_name = \(quoted(git.userName))",
      "user_email = \(quoted(git.userEmail))", "branch = \(quoted(git.branch))",
    ]
    add("token_env", git.tokenEnvironment, &lines)
    add("token_command", git.tokenCommand, &lines)
    add("token_file", git.tokenFile, &lines)
    add("token_credential", git.tokenCredential, &lines)
    add("vault", git.vault, &lines)
    add("ssh_config", git.sshConfig, &lines)
    if vault != VaultSettings() { lines += [""] + vaultLines }
    lines += [
      "", "[sandbox]", "level = \(quoted(sandbox.level.rawValue))", "network = \(quoted(sandbox.network.rawValue))",
      "allow_hosts = \(list(sandbox.allowHosts.map(\.text)))",
      "memory_mb = \(sandbox.memoryMB)", "processes = \(sandbox.processes)",
      "cpu_percent = \(sandbox.cpuPercent)", "cpu_weight = \(sandbox.cpuWeight)", "tmp_mb = \(sandbox.temporaryMB)",
      "file_mb = \(sandbox.fileMB)",
    ]
    lines += [
      "", "[host]", "min_free_memory_mb = \(host.minFreeMemoryMB)", "agent_memory_mb = \(host.agentMemoryMB)",
      "max_load_per_core = \(number(host.maxLoadPerCore))", "min_free_disk_mb = \(host.minFreeDiskMB)",
      "freeze_disk_mb = \(host.freezeDiskMB)", "ballast_disk_mb = \(host.ballastDiskMB)", "min_free_inodes = \(host.minFreeInodes)",
    ]
    if publish != PublishSettings() { describe(publish, "[publish]", &lines) }
    for (name, engine) in engines.sorted(by: { $0.key < $1.key }) { describe(engine, name, &lines) }
    for (name, server) in mcpServers.sorted(by: { $0.key < $1.key }) { describe(server, name, &lines) }
    for (name, steps) in chains.sorted(by: { $0.key < $1.key }) { lines += ["", "[chain.\(name)]", chain(steps)] }
    for tracker in trackers { lines += describe(tracker, quoted) }
    for forge in forges { describe(forge, &lines) }
    for repository in repositories { describe(repository, &lines) }
    if !keys.isEmpty {
      lines += ["", "[keys]"] + keys.map { "\(quoted($0.name)) = \(list($0.keys.map(\.name)))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func describe(_ engine: EngineSettings, _ name: String, _ lines: inout [String]) {
    lines += ["", "[engine.\(name)]"]
    add("protocol", engine.protocol?.rawValue, &lines)
    add("command", engine.command, &lines)
    if !engine.arguments.isEmpty { lines.append("args = \(list(engine.arguments))") }
    add("model", engine.model, &lines)
    add("effort", engine.effort, &lines)
    if !engine.environment.isEmpty {
      lines.append("env = \(hidden(engine.environment))")
    }
    add("key_env", engine.keyEnvironment, &lines)
    add("key_command", engine.keyCommand, &lines)
    add("key_file", engine.keyFile, &lines)
    add("key_credential", engine.keyCredential, &lines)
    add("key_vault", engine.keyVault, &lines)
    if !engine.gateway { lines.append("gateway = false") }
    if let tools = engine.allowedTools { lines.append("allowed_tools = \(list(tools))") }
    if let tools = engine.disallowedTools { lines.append("disallowed_tools = \(list(tools))") }
    if engine.protocol == .command { lines.append("prompt = \(quoted(engine.prompt.rawValue))") }
    add("base_url", engine.baseURL, &lines)
    add("url", engine.serverURL, &lines)
    add("password_env", engine.passwordEnvironment, &lines)
    add("fallback", engine.fallback, &lines)
    if let servers = engine.mcp { lines.append("mcp = \(list(servers))") }
  }

  private var vaultLines: [String] {
    var lines = ["[vault]"]
    add("address", vault.address, &lines)
    add("namespace", vault.namespace, &lines)
    lines.append("auth = \(quoted(vault.method.rawValue))")
    add("auth_mount", vault.loginMount, &lines)
    add("mount", vault.mount, &lines)
    add("ca", vault.certificates, &lines)
    lines.append("timeout = \(number(vault.seconds))")
    add("role_id", vault.roleID, &lines)
    add("role", vault.role, &lines)
    add("username", vault.userName, &lines)
    for (name, source) in [("token", vault.token), ("secret_id", vault.secretID), ("password", vault.password), ("jwt", vault.jwt)] {
      add("\(name)_env", source.environment, &lines)
      add("\(name)_command", source.command, &lines)
      add("\(name)_file", source.file, &lines)
    }
    return lines
  }

  private func describe(_ settings: MCPSettings, _ name: String, _ lines: inout [String]) {
    lines += ["", "[mcp.\(name)]"]
    switch settings.server.transport {
    case .stdio(let command, let arguments, let environment):
      add("command", command, &lines)
      if !arguments.isEmpty { lines.append("args = \(list(arguments))") }
      if !environment.isEmpty { lines.append("env = \(hidden(environment))") }
    case .http(let url, let headers), .sse(let url, let headers):
      add("url", url, &lines)
      if case .sse = settings.server.transport { lines.append("sse = true") }
      if !headers.isEmpty { lines.append("headers = \(hidden(headers))") }
    }
    if !settings.passedVariables.isEmpty { lines.append("pass_env = \(list(settings.passedVariables))") }
    if !settings.headerVariables.isEmpty {
      let fields = settings.headerVariables.sorted { $0.key < $1.key }.map { "\(quoted($0.key)) = \(quoted($0.value))" }
      lines.append("header_env = { \(fields.joined(separator: ", ")) }")
    }
  }

  /// A table whose values may be secrets.
  private func hidden(_ values: [String: String]) -> String {
    "{ " + values.keys.sorted().map { "\(quoted($0)) = \"…\"" }.joined(separator: ", ") + " }"
  }

  private func chain(_ steps: [WorkStep]) -> String {
    let texts = steps.map { step in
      var parts: [String] = []
      add("name", step.name, &parts)
      add("engine", step.engine, &parts)
      add("model", step.model, &parts)
      add("effort", step.effort, &parts)
      add("mode", step.mode?.rawValue, &parts)
      add("brief", step.brief, &parts)
      if step.scope == .task { add("scope", step.scope.rawValue, &parts) }
      add("publish", step.publish?.rawValue, &parts)
      return "  { \(parts.joined(separator: ", ")) },"
    }
    return "steps = [\n\(texts.joined(separator: "\n"))\n]"
  }

  private func describe(_ forge: ForgeSettings, _ lines: inout [String]) {
    lines += ["", "[[forge]]", "kind = \(quoted(forge.kind.rawValue))", "host = \(quoted(forge.host))", "url = \(quoted(forge.url))"]
    add("ca_file", forge.certificates, &lines)
    if forge.isPlainAllowed { lines.append("insecure_http = true") }
    add("ssh_host", forge.sshHost, &lines)
    add("token_env", forge.tokenEnvironment, &lines)
    add("token_command", forge.tokenCommand, &lines)
    add("token_file", forge.tokenFile, &lines)
    add("token_credential", forge.tokenCredential, &lines)
    add("vault", forge.vault, &lines)
    add("app_id", forge.appID, &lines)
    add("app_key_file", forge.appKeyFile, &lines)
    add("app_installation", forge.appInstallation, &lines)
  }

  private func describe(_ repository: RepositorySettings, _ lines: inout [String]) {
    lines += ["", "[[repo]]", "match = \(quoted(repository.match))"]
    add("base", repository.base, &lines)
    add("notes", repository.notes, &lines)
    add("brief", repository.briefPath, &lines)
    add("setup", repository.setup, &lines)
    if repository.setupShared { lines.append("setup_shared = true") }
    if !repository.sparse.isEmpty { lines.append("sparse = \(list(repository.sparse))") }
    add("check", repository.check, &lines)
    if !repository.allowHosts.isEmpty { lines.append("allow_hosts = \(list(repository.allowHosts.map(\.text)))") }
    if repository.publish != PublishSettings() { describe(repository.publish, "[repo.publish]", &lines) }
  }

  private func describe(_ publish: PublishSettings, _ title: String, _ lines: inout [String]) {
    lines += ["", title]
    add("kind", publish.kind?.rawValue, &lines)
    if let draft = publish.draft { lines.append("draft = \(draft)") }
    if let labels = publish.labels { lines.append("labels = \(list(labels))") }
    if let reviewers = publish.reviewers { lines.append("reviewers = \(list(reviewers))") }
    if let comment = publish.comment { lines.append("comment = \(comment)") }
    add("close", publish.close?.rawValue, &lines)
    add("ci", publish.ci?.rawValue, &lines)
    add("hold", publish.hold, &lines)
    add("template", publish.templatePath, &lines)
  }

  private func add(_ key: String, _ value: String?, _ lines: inout [String]) {
    if let value { lines.append("\(key) = \(quoted(value))") }
  }

  private func number(_ value: Double) -> String { value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value) }

  private func list(_ values: [String]) -> String { "[" + values.map { quoted($0) }.joined(separator: ", ") + "]" }

  /// A TOML basic string.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
