import Agents
import Model
import Sandbox
import Testing

@Suite struct ClaudeCommandLineTests {
  private let program = AgentProgram(
    engine: "claude", path: "/opt/claude/bin/claude", searchPath: ["/opt/node/bin"])

  private func setup(_ mode: TaskMode = .auto) -> AgentSetup {
    AgentSetup(
      task: TaskID(3), workspace: "/s/ws", home: "/s/home", log: "/s/log",
      sandbox: SandboxProfile(workspace: "/s/ws", home: "/s/home"),
      session: .new(id: "5f3b"), mode: mode)
  }

  @Test func theWholeLine() {
    var setup = setup()
    setup.model = "sonnet"
    setup.effort = "high"
    setup.allowedTools = ["Read", "Bash(git *)"]
    setup.disallowedTools = ["WebFetch"]
    setup.arguments = ["--add-dir", "/x"]
    let command = ClaudeCommandLine.command(program, setup)
    #expect(command.path == "/opt/claude/bin/claude")
    #expect(command.directory == "/s/ws")
    #expect(
      command.arguments == [
        "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose",
        "--include-partial-messages",
        "--permission-prompt-tool", "stdio", "--settings", #"{"disableAllHooks":true}"#, "--strict-mcp-config",
        "--session-id=5f3b", "--model=sonnet", "--effort=high", "--permission-mode", "default", "--allowedTools=Read,Bash(git *)",
        "--disallowedTools=WebFetch",
        "--add-dir", "/x",
      ])
  }

  @Test func resumeAndModes() {
    var asking = setup(.ask)
    asking.session = .resume(id: "--evil")
    let ask = ClaudeCommandLine.command(program, asking).arguments
    #expect(ask.contains("--resume=--evil"))
    #expect(ask.contains("--allowedTools=Read,Glob,Grep"))
    let plan = ClaudeCommandLine.command(program, setup(.plan)).arguments
    #expect(plan.contains("plan"))
    #expect(plan.contains("--allowedTools=Read,Glob,Grep"))
    var nothing = setup()
    nothing.allowedTools = []
    #expect(
      !ClaudeCommandLine.command(program, nothing).arguments.contains {
        $0.hasPrefix("--allowedTools")
      })
    #expect(
      ClaudeCommandLine.command(program, setup()).arguments.contains {
        $0.hasPrefix("--allowedTools=") && $0.contains("Bash")
      })
  }

  @Test func environmentIsExact() {
    var setup = setup()
    setup.environment = ["ANTHROPIC_API_KEY": "k", "HOME": "/root", "CLAUDE_CODE_MAX_RETRIES": "2"]
    let environment = ClaudeCommandLine.command(program, setup).environment
    #expect(
      environment == [
        "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/node/bin:/opt/claude/bin", "LANG": "C.UTF-8",
        "SHELL": "/bin/bash", "TERM": "dumb",
        "DISABLE_TELEMETRY": "1", "DISABLE_ERROR_REPORTING": "1", "DISABLE_AUTOUPDATER": "1",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "CLAUDE_CODE_EMIT_SESSION_STATE_EVENTS": "1", "CLAUDE_CODE_MAX_RETRIES": "2",
        "ANTHROPIC_API_KEY": "k", "HOME": "/s/home",
        "CLAUDE_CONFIG_DIR": "/s/home/.claude", "IS_SANDBOX": "1",
      ])
    setup.sandbox.level = .none
    #expect(ClaudeCommandLine.command(program, setup).environment["IS_SANDBOX"] == nil)
  }
}
