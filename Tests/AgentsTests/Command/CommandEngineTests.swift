import Agents
import FoundationEssentials
import Glibc
import Model
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct CommandEngineTests {
  private func engine(_ command: String, _ prompt: ConfiguredEngine.PromptPlace = .stdin) -> CommandEngine {
    CommandEngine(ConfiguredEngine(name: "robot", dialect: .command, command: command, prompt: prompt))
  }

  private func play(
    _ lines: String, prompt: ConfiguredEngine.PromptPlace = .stdin, arguments: [String] = [], stage: AgentStage, mode: TaskMode = .auto,
    _ script: (any CodingAgent, AgentStage) async throws -> Void
  ) async throws {
    let path = try OneShot.program("robot", lines, in: stage)
    var setup = stage.setup(mode)
    setup.arguments = arguments
    setup.environment = ["ROBOT_KEY": "sekrit-0123456789"]
    try await OneShot.play(engine(path, prompt), setup, stage, script)
  }

  private func texts(_ stage: AgentStage) -> [String] {
    stage.events.compactMap { if case .textDone(_, let text) = $0 { text } else { nil } }
  }

  @Test func promptOnStandardInputOutputAsTranscript() async throws {
    let stage = try AgentStage()
    try await play(
      "import sys, os\nt = sys.stdin.read()\nprint(repr(t)); print(os.getcwd()); print('bad', file=sys.stderr)\nopen('made', 'w').write('x')",
      stage: stage
    ) { agent, stage in
      try await agent.send("one\n\"two\" $HOME\n")
      await stage.turns(1)
      try await agent.send("again")
      await stage.turns(2)
    }
    #expect(stage.outcomes == [.completed, .completed])
    #expect(texts(stage) == ["'one\\n\"two\" $HOME\\n'\n\(stage.directory)/ws\n", "'again'\n\(stage.directory)/ws\n"])
    #expect(stage.read("made") == "x")
    #expect(stage.events.contains(.standardError("bad")))
    #expect(!stage.events.contains { if case .usage = $0 { true } else { false } })
    let ids = Set(stage.events.compactMap { if case .textDone(let id, _) = $0 { id } else { nil } })
    #expect(ids.count == 2)
  }

  @Test func promptAsArgument() async throws {
    let show = "import sys\nprint(sys.argv[1:])\nprint(repr(sys.stdin.read()))"
    let last = try AgentStage()
    try await play(show, prompt: .argument, arguments: ["-x"], stage: last) { agent, stage in
      try await agent.send("a; rm -rf $(b)")
      await stage.turns(1)
    }
    #expect(texts(last) == ["['-x', 'a; rm -rf $(b)']\n''\n"])
    let placed = try AgentStage()
    try await play(show, prompt: .argument, arguments: ["--say", "{prompt}", "end"], stage: placed) { agent, stage in
      try await agent.send("hello")
      await stage.turns(1)
    }
    #expect(texts(placed) == ["['--say', 'hello', 'end']\n''\n"])
    let long = try AgentStage()
    try await play(show, prompt: .argument, stage: long) { agent, stage in
      try await agent.send(String(repeating: "x", count: 200_000))
      await stage.turns(1)
    }
    #expect(long.outcomes.map(\.summary) == ["failed(bad_request)"])
  }

  @Test func exitCodesAndSignals() async throws {
    let code = try AgentStage()
    try await play("import sys\nprint('first')\nprint('no disk', file=sys.stderr)\nsys.exit(3)", stage: code) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(code.outcomes == [.failed(TaskFailure(.unknown, "robot ended with exit code 3. It said: no disk"))])
    let silent = try AgentStage()
    try await play("import sys\nprint('a last line')\nsys.exit(4)", stage: silent) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(silent.outcomes == [.failed(TaskFailure(.unknown, "robot ended with exit code 4: a last line"))])
    let killed = try AgentStage()
    try await play("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", stage: killed) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(killed.outcomes == [.failed(TaskFailure(.unknown, "robot ended with signal 9."))])
  }

  @Test func interruptEndsTheRunAndTheNextMessageIsRun() async throws {
    let stage = try AgentStage()
    let lines = "import sys, time\nt = sys.stdin.read()\nprint('got', t, flush=True)\nwhile t == 'wait': time.sleep(60)"
    try await play(lines, stage: stage) { agent, stage in
      try await agent.send("wait")
      await stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
      // Comes while the turn runs: the next turn.
      try await agent.send("go")
      try await agent.interrupt()
      await stage.turns(2)
    }
    #expect(stage.outcomes == [.interrupted, .completed])
    #expect(texts(stage) == ["got wait\n", "got go\n"])
  }

  @Test func stopInTheMiddleEndsAllThatItStarted() async throws {
    let stage = try AgentStage()
    // Forks, leaves its session and its parent, ignores SIGTERM, holds the output.
    let lines = """
      import os, signal, sys, time
      if os.fork() == 0:
          os.setsid()
          if os.fork() == 0:
              signal.signal(signal.SIGTERM, signal.SIG_IGN)
              print(os.getpid(), flush=True)
              while True: time.sleep(60)
          os._exit(0)
      while True: time.sleep(60)
      """
    try await play(lines, stage: stage) { agent, stage in
      try await agent.send("x")
      await stage.until { $0.contains { if case .textDelta = $0 { true } else { false } } }
    }
    #expect(stage.outcomes == [.interrupted])
    let hidden = try #require(texts(stage).first.flatMap { Int32($0.prefix { $0.isNumber }) })
    #expect(kill(hidden, 0) == -1 && errno == ESRCH)
  }

  @Test func whatHidesDoesNotOutliveItsTurn() async throws {
    let stage = try AgentStage()
    let lines = """
      import os, signal, sys, time
      if os.fork() == 0:
          os.setsid()
          signal.signal(signal.SIGTERM, signal.SIG_IGN)
          print(os.getpid(), flush=True)
          os.close(1); os.close(2); os.close(0)
          open('ready', 'w').close()
          while True: time.sleep(60)
      while not os.path.exists('ready'): time.sleep(0.01)
      """
    try await play(lines, stage: stage) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
      let hidden = try #require(texts(stage).first.flatMap { Int32($0.prefix { $0.isNumber }) })
      #expect(kill(hidden, 0) == -1 && errno == ESRCH)
    }
    #expect(stage.outcomes == [.completed])
  }

  @Test func hostileOutputIsBounded() async throws {
    let stage = try AgentStage()
    let lines = """
      import sys
      o = sys.stdout.buffer
      o.write(b'\\xff\\xfe\\x1b[31mred\\x00\\r\\n')
      o.write(b'y' * 3000000 + b'\\n')
      o.write(b'end without newline')
      """
    try await play(lines, stage: stage) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(stage.outcomes == [.completed])
    let text = try #require(texts(stage).first)
    #expect(text.utf8.count <= 1 << 20)
    #expect(text.contains("\u{1b}[31mred"))
    #expect(stage.summary.contains { $0.hasPrefix("notice warning robot prints more") })
  }

  @Test func secretsAreTakenOut() async throws {
    let stage = try AgentStage()
    try await play("import os\nprint('key', os.environ['ROBOT_KEY'])", stage: stage) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
    }
    #expect(texts(stage).first?.hasPrefix("key ") == true)
    #expect(!"\(stage.events)".contains("sekrit"))
  }

  @Test func aProgramThatDoesNotReadItsInput() async throws {
    let stage = try AgentStage()
    try await play("print('done')", stage: stage) { agent, stage in
      try await agent.send(String(repeating: "x", count: 1 << 20))
      await stage.turns(1)
    }
    #expect(stage.outcomes == [.completed])
  }

  @Test func modesAreSaidAndMissingProgramsRefused() async throws {
    let stage = try AgentStage()
    try await play("pass", stage: stage, mode: .ask) { agent, stage in
      try await agent.send("x")
      await stage.turns(1)
      await #expect(throws: TaskFailure.self) { try await agent.compact() }
      await #expect(throws: TaskFailure.self) { try await agent.setModel("x") }
    }
    #expect(stage.summary.contains { $0.hasPrefix("notice warning robot cannot ask") })
    #expect(throws: TaskFailure.self) { try engine("/nowhere/robot").makeAgent(stage.setup()) }
    let standard = EngineRegistry.standard(configured: [ConfiguredEngine(name: "robot", dialect: .command, command: "/bin/cat")])
    let status = await standard.engine(named: "robot")?.status(command: nil, environment: [:])
    #expect(status?.problem == nil)
    #expect(status?.capabilities == ["streaming"])
  }

  @Test func sendingWithoutStart() async throws {
    let stage = try AgentStage()
    let agent = try engine("/bin/cat").makeAgent(stage.setup())
    await #expect(throws: TaskFailure.self) { try await agent.send("x") }
    await agent.stop()
  }
}
