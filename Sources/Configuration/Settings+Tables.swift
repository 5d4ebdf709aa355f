import Model
import TOML

extension LimitSettings {
  mutating func read(_ table: inout TableReader) {
    perTask.turns = table.integer("turns", 0...1_000_000) ?? perTask.turns
    perTask.budgetUSD = table.number("budget_usd", most: 1e6) ?? perTask.budgetUSD
    perTask.tokens = table.integer("tokens", 0...1_000_000_000_000) ?? perTask.tokens
    perTask.minutes = table.number("minutes", most: 1e6) ?? perTask.minutes
    perTask.silenceMinutes = table.number("silence_minutes", most: 1e6) ?? perTask.silenceMinutes
    perTask.silenceStops = table.boolean("silence_stops") ?? perTask.silenceStops
    perTask.retries = table.integer("retries", 0...100) ?? perTask.retries
    cloneSeconds = table.number("clone_seconds", most: 1e6) ?? cloneSeconds
    pushSeconds = table.number("push_seconds", most: 1e6) ?? pushSeconds
    setupSeconds = table.number("setup_seconds", most: 1e6) ?? setupSeconds
    checkSeconds = table.number("check_seconds", most: 1e6) ?? checkSeconds
    table.finish()
  }
}

extension GitSettings {
  mutating func read(_ table: inout TableReader, home: String?) {
    userName = table.string("user_name") ?? userName
    userEmail = table.string("user_email") ?? userEmail
    for (key, value) in [("user_name", userName), ("user_email", userEmail)] where value.contains(where: { "<>\n\r".contains($0) }) {
      if let entry = table.take(key) { table.complain(entry, "[git] \(key) must not have angle brackets or line ends in it") }
    }
    if let pattern = table.string("branch") {
      branch = pattern
      if !pattern.contains("{id}"), !pattern.contains("{slug}"), let entry = table.take("branch") {
        table.complain(entry, "[git] branch needs {id} in it, for else all tasks have the same branch; for example \"carrel/{id}-{slug}\"")
      }
    }
    tokenEnvironment = table.variable("token_env")
    tokenCommand = table.string("token_command")
    tokenFile = table.file("token_file")
    tokenCredential = table.credentialName("token_credential")
    vault = table.vaultReference("vault")
    sshConfig = table.file("ssh_config").map { Settings.expanded($0, home: home) }
    table.onlyOne(of: ["token_env", "token_command", "token_file", "token_credential", "vault"])
    table.refuseSecrets(["token", "password"], instead: "token_env, token_command, token_file, token_credential or vault")
    table.finish()
  }
}

extension SandboxSettings {
  mutating func read(_ table: inout TableReader) {
    level = table.choice("level") ?? level
    network = table.choice("network") ?? network
    allowHosts = table.hosts("allow_hosts") ?? allowHosts
    memoryMB = table.integer("memory_mb", 0...100_000_000) ?? memoryMB
    processes = table.integer("processes", 0...1_000_000) ?? processes
    cpuPercent = table.integer("cpu_percent", 0...1_000_000) ?? cpuPercent
    cpuWeight = table.integer("cpu_weight", 0...10_000) ?? cpuWeight
    temporaryMB = table.integer("tmp_mb", 1...16_000_000) ?? temporaryMB
    fileMB = table.integer("file_mb", 0...100_000_000) ?? fileMB
    table.finish()
  }
}

extension HostSettings {
  mutating func read(_ table: inout TableReader) {
    minFreeMemoryMB = table.integer("min_free_memory_mb", 0...100_000_000) ?? minFreeMemoryMB
    agentMemoryMB = table.integer("agent_memory_mb", 0...100_000_000) ?? agentMemoryMB
    maxLoadPerCore = table.number("max_load_per_core", most: 1e6) ?? maxLoadPerCore
    minFreeDiskMB = table.integer("min_free_disk_mb", 0...1_000_000_000) ?? minFreeDiskMB
    freezeDiskMB = table.integer("freeze_disk_mb", 0...1_000_000_000) ?? freezeDiskMB
    ballastDiskMB = table.integer("ballast_disk_mb", 0...1_000_000_000) ?? ballastDiskMB
    minFreeInodes = table.integer("min_free_inodes", 0...1_000_000_000) ?? minFreeInodes
    if let entry = table.take("freeze_disk_mb"), freezeDiskMB > minFreeDiskMB, minFreeDiskMB > 0 {
      table.complain(
        entry,
        "[host] freeze_disk_mb (\(freezeDiskMB)) is more than min_free_disk_mb (\(minFreeDiskMB)): tasks would start only to be frozen")
    }
    table.finish()
  }
}

extension EngineSettings {
  mutating func read(_ table: inout TableReader) {
    `protocol` = table.choice("protocol")
    command = table.string("command")
    arguments = table.strings("args") ?? []
    prompt = table.choice("prompt") ?? prompt
    baseURL = table.address("base_url")
    serverURL = table.address("url")
    passwordEnvironment = table.variable("password_env")
    fallback = table.string("fallback")
    mcp = table.strings("mcp")
    model = table.string("model")
    effort = table.string("effort")
    environment = table.stringTable("env") ?? [:]
    keyEnvironment = table.variable("key_env")
    keyCommand = table.string("key_command")
    keyFile = table.file("key_file")
    keyCredential = table.credentialName("key_credential")
    keyVault = table.vaultReference("key_vault")
    gateway = table.boolean("gateway") ?? gateway
    allowedTools = table.strings("allowed_tools")
    disallowedTools = table.strings("disallowed_tools")
    table.onlyOne(of: ["key_command", "key_file", "key_credential", "key_vault"])
    table.refuseSecrets(["key", "api_key", "token"], instead: "key_env, key_command, key_file, key_credential or key_vault")
    if `protocol` == .command, command == nil, let entry = table.take("protocol") {
      table.complain(entry, "\(table.name) needs command: the program that is run")
    }
    table.finish()
  }
}

extension MCPSettings {
  /// Reads an `[mcp.NAME]` table; nil when it says neither `command` nor `url`, which is complained about.
  init?(name: String, entry: TOMLEntry, _ table: inout TableReader) {
    let command = table.string("command")
    let url = table.address("url")
    let arguments = table.strings("args") ?? []
    let environment = table.stringTable("env") ?? [:]
    let headers = table.stringTable("headers") ?? [:]
    let passed = table.strings("pass_env") ?? []
    let fields = table.stringTable("header_env") ?? [:]
    let isSSE = table.boolean("sse") ?? false
    defer { table.finish() }
    if let command, url == nil {
      self.init(
        server: MCPServer(name: name, transport: .stdio(command: command, arguments: arguments, environment: environment)),
        passedVariables: passed)
    } else if let url, command == nil {
      self.init(
        server: MCPServer(name: name, transport: isSSE ? .sse(url: url, headers: headers) : .http(url: url, headers: headers)),
        headerVariables: fields)
    } else {
      table.complain(entry, "\(table.name) needs either command (a program) or url (a server)")
      return nil
    }
  }
}

extension RepositorySettings {
  mutating func read(_ table: inout TableReader) {
    base = table.string("base")
    notes = table.string("notes")
    briefPath = table.string("brief")
    setup = table.string("setup")
    check = table.string("check")
    setupShared = table.boolean("setup_shared") ?? false
    if setupShared, setup == nil, let entry = table.take("setup_shared") {
      table.complain(entry, "\(table.label("setup_shared")) needs setup: the command whose result is shared")
    }
    sparse = table.strings("sparse") ?? []
    for directory in sparse {
      let parts = directory.split(separator: "/")
      let isBad =
        directory.hasPrefix("/") || parts.isEmpty || parts.contains { $0 == "." || $0 == ".." || $0.lowercased() == ".git" }
        || directory.utf8.contains { $0 < 0x20 || $0 == 0x7F }
      if isBad, let entry = table.take("sparse") {
        table.complain(
          entry, "\(table.label("sparse")) has “\(directory)”, which is no directory inside a repository; write it like \"src/app\"")
      }
    }
    allowHosts = table.hosts("allow_hosts") ?? []
    if var own = table.table("publish") {
      publish.read(&own)
      table.problems += own.problems
    }
    table.finish()
  }
}

extension TableReader {
  /// An http or https address.
  mutating func address(_ key: String) -> String? {
    guard let text = string(key), let entry = take(key) else { return nil }
    guard text.hasPrefix("http://") || text.hasPrefix("https://"), !text.contains(where: \.isWhitespace) else {
      complain(entry, "\(label(key)) must be an address that begins with http:// or https://")
      return nil
    }
    return text
  }

  /// A list of hosts, each with a port where it is not 443.
  mutating func hosts(_ key: String) -> [HostRule]? {
    guard let texts = strings(key), let entry = take(key) else { return nil }
    var rules: [HostRule] = []
    for text in texts {
      do throws(NetworkHost.Problem) { rules.append(try HostRule(parsing: text)) } catch {
        complain(entry, "\(label(key)) has “\(text)”, which \(error.text)")
      }
    }
    return rules
  }

  /// The name of an environment variable.
  mutating func variable(_ key: String) -> String? {
    guard let name = string(key), let entry = take(key) else { return nil }
    let isName = name.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x5F
    }
    guard isName, let first = name.utf8.first, !(0x30...0x39).contains(first) else {
      // What stands there may be the secret itself: it is not repeated.
      complain(entry, "\(label(key)) must be the name of an environment variable, not its value")
      return nil
    }
    return name
  }

  /// Of several ways only one may be used.
  mutating func onlyOne(of names: [String]) {
    let given = names.filter { name in keys.contains { $0.key == name } }
    guard given.count > 1, let entry = take(given[1]) else { return }
    complain(entry, "\(name) has \(given.joined(separator: " and ")); only one of them can hold")
  }

  /// A secret does not belong into the file; it is not repeated in the message.
  mutating func refuseSecrets(_ names: [String], instead: String) {
    for name in names {
      guard keys.contains(where: { $0.key == name }), let entry = take(name) else { continue }
      complain(entry, "\(label(name)) would keep a secret in this file; use \(instead)")
    }
  }
}
