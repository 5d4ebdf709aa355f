import Client
import Glibc
import Platform

/// How soon each engine's program says its first word, and what a running task costs on our side.
extension Bench {
  func engines() async throws {
    try starts()
    try await tasks()
  }

  private struct Start {
    var name: String
    var path: String
    var arguments: [String]
    var greeting: String
    var environment: [String: String] = [:]
  }

  private func starts() throws {
    let acp =
      #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":1,"clientCapabilities":{"fs":{"readTextFile":false,"writeTextFile":false},"terminal":false}}}"#
    var ours: Double?
    var others: [String] = []
    for start in [
      Start(name: "carrel agent", path: place.carrel, arguments: ["agent"], greeting: acp),
      found(
        "claude", "CARREL_TEST_CLAUDE", ["-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose"],
        #"{"type":"control_request","request_id":"1","request":{"subtype":"initialize","hooks":null}}"#),
      found(
        "codex", "CARREL_TEST_CODEX", ["app-server"],
        #"{"id":1,"method":"initialize","params":{"clientInfo":{"name":"bench","title":"bench","version":"1"}}}"#),
      found("gptme-acp", "CARREL_TEST_GPTME_ACP", [], acp),
      found("vibe-acp", "CARREL_TEST_VIBE_ACP", [], acp),
      found("aider", "CARREL_TEST_AIDER", ["--version"], ""),
    ].compactMap({ $0 }) {
      var times: [Double] = []
      for _ in 0..<(start.name == "carrel agent" ? 20 : 5) {
        if let time = try firstLine(start) { times.append(time) }
      }
      let sample = Sample(times)
      guard !sample.isEmpty else {
        remarks.append("\(start.name) said nothing within 30 s.")
        continue
      }
      if start.name == "carrel agent" {
        ours = sample.median
      } else {
        others.append("\(start.name) \(Figure.number(sample.median, 0)) ms (×\(Figure.number(sample.median / (ours ?? .nan), 0)))")
      }
    }
    figures.append(
      Figure(
        "from spawn to the first line, Carrel's own agent", "\(Figure.number(ours ?? .nan)) ms",
        peers: others.isEmpty ? "no other engine is here; set CARREL_TEST_CLAUDE and the like" : others.joined(separator: ", ")))
  }

  private func found(_ name: String, _ variable: String, _ arguments: [String], _ greeting: String) -> Start? {
    guard let path = getenv(variable).map({ String(cString: $0) }) ?? ProcessCommand.find(name, path: Environment.current["PATH"]) else {
      return nil
    }
    return Start(name: name, path: path, arguments: arguments, greeting: greeting)
  }

  /// Milliseconds from before the fork to the first line on its standard output; nil when none comes.
  private func firstLine(_ start: Start) throws -> Double? {
    var (input, output): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard pipe(&input) == 0, pipe(&output) == 0 else { throw BenchError("making a pipe") }
    for descriptor in [input[1], output[0]] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input[0], 0)
    posix_spawn_file_actions_adddup2(&actions, output[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    for descriptor in [input[0], output[1]] { posix_spawn_file_actions_addclose(&actions, descriptor) }
    var environment = place.environment("engines", ["ANTHROPIC_API_KEY": "x", "OPENAI_API_KEY": "x", "MISTRAL_API_KEY": "x"])
    for name in ["DISABLE_TELEMETRY", "DISABLE_ERROR_REPORTING", "DISABLE_AUTOUPDATER", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] {
      environment[name] = "1"
    }
    environment["PATH"] = "\(Files.parent(of: start.path)):\(environment["PATH"] ?? "")"
    let words = ([start.path] + start.arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    let begun = Moment.now
    var child: pid_t = 0
    let problem = posix_spawn(&child, start.path, &actions, nil, words, variables)
    close(input[0])
    close(output[1])
    defer { close(output[0]) }
    guard problem == 0 else { throw BenchError("starting \(start.path)") }
    let greeting = Array((start.greeting + "\n").utf8)
    _ = greeting.withUnsafeBytes { write(input[1], $0.baseAddress, $0.count) }
    var time: Double?
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while Moment.now - begun < 30_000 {
      var poller = pollfd(fd: output[0], events: Int16(POLLIN), revents: 0)
      guard poll(&poller, 1, 1000) > 0 else { continue }
      let count = read(output[0], &buffer, buffer.count)
      if count <= 0 { break }
      if buffer[..<count].contains(10) {
        time = Moment.now - begun
        break
      }
    }
    close(input[1])
    kill(child, SIGKILL)
    waitpid(child, nil, 0)
    return time
  }

  /// Memory of the service, of bubblewrap and of the warden for each task whose agent runs; the agent's own is not counted.
  private func tasks() async throws {
    let (count, environment) = (12, ["CARREL_DEMO_PACE": "25"])
    try makeProject("memoryproject", files: 20)
    try await withService(
      "engines", config: "max_running = \(count)\nmax_live = \(count)\ndefault_engine = \"demo\"\n", tasks: 0, environment
    ) {
      service in
      let before = service.memory
      var list = ""
      for number in 1...count { list += "- [ ] \(Seed.words[number % 10]) \(number) [[demo:flood]]\n" }
      try self.place.write(list, to: "memory.md")
      try self.place.command(
        "engines", ["add", "\(self.place.root)/memory.md"], environment, directory: "\(self.place.root)/memoryproject")
      let client = try await self.place.client("engines", environment)
      defer { client.close() }
      let running = try await self.waitUntilRunning(client, count)
      try await Task.sleep(for: .seconds(3))
      let grown = service.memory - before
      let wardens = self.wrappers(below: service)
      self.figures.append(
        Figure(
          "memory for each running task on our side (PSS): service, sandbox and warden",
          "\(Figure.number(grown / Double(max(1, running)), 2)) + \(Figure.number(wardens / Double(max(1, running)), 2)) MB"))
    }
  }

  /// The proportional share of all bubblewraps and wardens below a process, in MB.
  private func wrappers(below process: Proc) -> Double {
    var sum = 0.0
    for pid in process.children {
      let child = Proc(pid: pid)
      let name = Proc.text("/proc/\(pid)/comm")
      guard name.hasPrefix("bwrap") || name.hasPrefix("carrel-warden") || name.hasPrefix("warden") else { continue }
      let own = child.memory
      sum += (own.isFinite ? own : 0) + wrappers(below: child)
    }
    return sum
  }
}
