import JSON
import Platform
import Providers
import Synchronization

/// Runs a command: a shell in a session and process group of its own, without any key in its environment, with limits of time and output. All that is left of its
/// group is ended with it, and all of it when the turn is cancelled.
struct BashTool: AgentTool {
  private static let outputLimit = 16 << 10

  let directory: String
  let environment: [String: String]
  let kind = "execute"
  let effect = ToolEffect.runs
  let offer = ProviderRequest.Tool(
    name: "Bash",
    description:
      "Runs a shell command in the workspace and answers with what it prints. It has no input and no terminal, and it ends with all that it started.",
    schema: ToolSchema.object(
      [
        ("command", ToolSchema.property("string", "The command.")),
        ("description", ToolSchema.property("string", "What it is for, in a few words.")),
        ("timeout", ToolSchema.property("integer", "The most milliseconds that it may take; 120000 if left out, 600000 at most.")),
      ], required: ["command"]))

  init(directory: String, environment: [String: String]) {
    self.directory = directory
    self.environment = Self.without(secrets: environment)
  }

  func prepare(_ input: JSONValue) async throws(ToolProblem) -> ToolPlan {
    let input = ToolInput("Bash", input)
    let command = try input.text("command")
    guard !command.utf8.contains(0), command.utf8.count < 100_000 else {
      throw ToolProblem("Bash: the command is too long or holds a zero byte.")
    }
    let milliseconds = try input.number("timeout", in: 100...600_000, default: 120_000)
    let tool = self
    return ToolPlan(title: command.line(), remembered: Self.remembered(command)) { await tool.run(command, milliseconds: milliseconds) }
  }

  /// What "always" holds for: this program with any arguments, when the command is a single plain one; else exactly this command.
  static func remembered(_ command: String) -> String {
    let special = Set(#";&|<>`$(){}[]*?!#~'"\"#).union(["\n"])
    let isPlain = !command.contains(where: special.contains)
    let program = command.split(separator: " ").first.map(String.init) ?? command
    return isPlain && !program.contains("=") ? "Bash(\(program) …)" : "Bash(\(command))"
  }

  /// Variables whose names say that they hold a secret are not for commands.
  static func without(secrets environment: [String: String]) -> [String: String] {
    let marks = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL"]
    var kept = environment.filter { name, _ in !marks.contains { name.uppercased().contains($0) } }
    kept["TERM"] = "dumb"
    kept["PATH"] = kept["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    kept["GIT_TERMINAL_PROMPT"] = "0"
    return kept
  }

  private func run(_ command: String, milliseconds: Int) async -> ToolOutcome {
    let shell = ProcessCommand.find("/bin/bash", path: nil) ?? "/bin/sh"
    var spawned = ProcessCommand(shell, ["-c", command], environment: environment, directory: directory)
    spawned.errorOutput = .merged
    spawned.endsGroup = true
    let child: ChildProcess
    do throws(PlatformError) { child = try ChildProcess.spawn(spawned) } catch { return ToolOutcome(error.text, isError: true) }
    let keeper = OutputKeeper(limit: Self.outputLimit)
    let reader = Task {
      while let bytes = await child.output.next() { keeper.add(bytes) }
    }
    let isLate = Mutex(false)
    let timer = Task {
      try? await pause(for: .milliseconds(milliseconds))
      guard !Task.isCancelled else { return }
      isLate.withLock { $0 = true }
      child.endGroup(grace: 2)
    }
    let exit = await withTaskCancellationHandler {
      await child.wait()
    } onCancel: {
      child.endGroup(grace: 1)
    }
    timer.cancel()
    child.output.drain()
    await reader.value
    return Self.outcome(keeper.text, exit, isLate: isLate.withLock { $0 }, isCancelled: Task.isCancelled, milliseconds: milliseconds)
  }

  private static func outcome(_ output: String, _ exit: ProcessExit, isLate: Bool, isCancelled: Bool, milliseconds: Int) -> ToolOutcome {
    let text = output.isEmpty ? "[no output]" : output
    if isCancelled { return ToolOutcome("\(text)\n[interrupted by the operator]", isError: true) }
    if isLate { return ToolOutcome("\(text)\n[ended: it took longer than \(milliseconds) ms]", isError: true) }
    switch exit {
    case .code(0): return ToolOutcome(text, exitCode: 0)
    case .code(let code): return ToolOutcome("\(text)\n[exit code \(code)]", isError: true, exitCode: code)
    case .signal: return ToolOutcome("\(text)\n[ended by \(exit.text)]", isError: true)
    }
  }
}
