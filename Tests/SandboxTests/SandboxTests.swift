import Glibc
import Model
import Platform
import Sandbox
import Testing

@Suite(
  .timeLimit(.minutes(15)),
  .enabled("isolated sandboxes do not work on this machine") { await SandboxProbe.run(bwrap: Box.bwrap).isAvailable }
)
struct SandboxTests {
  @Test func theWorkspaceAndTheHomeAreWritableAndNothingElse() async throws {
    let box = try Box()
    let script = """
      pwd; echo $HOME; id -u; hostname; echo one > file && echo two > $HOME/file && echo three > /tmp/file && cat file $HOME/file /tmp/file
      touch \(box.root)/x; for p in /x /usr/x /etc/x /run/x; do touch $p 2>/dev/null && echo "wrote $p"; done
      cat /etc/shadow 2>/dev/null && echo read; ls /home /root 2>/dev/null; whoami
      """
    let (exit, text) = try await box.run(script)
    let uid = getuid() == 0 ? 1000 : getuid()
    #expect(text == "\(box.profile.workspace)\n\(box.profile.home)\n\(uid)\ncarrel\none\ntwo\nthree\ncarrel\n")
    #expect(exit == .code(0))
    #expect(try Files.readText("\(box.profile.workspace)/file", limit: 100) == "one\n")
    // What lies around the workspace inside is scratch space of the sandbox.
    #expect(!Files.exists("\(box.root)/x"))
  }

  @Test func theEnvironmentIsWhatWasSaidAndNoArgumentShowsIt() async throws {
    let box = try Box()
    var command = box.shell("env | sort; tr '\\0' ' ' < /proc/1/cmdline; read line")
    command.environment = ["TOKEN": "a secret"]
    command.input = .pipe
    let process = try box.spawn(command)
    let first = try #require(await process.child.output.next())
    #expect(String(decoding: first, as: UTF8.self).contains("TOKEN=a secret\n"))
    let outer = try Files.readText("/proc/\(process.child.pid)/cmdline", limit: 10_000)
    #expect(outer.contains("--args"))
    #expect(!outer.contains("secret"))
    #expect(try !Files.readText("/proc/\(process.child.pid)/environ", limit: 10_000).contains("secret"))
    await process.kill()
  }

  @Test(arguments: [0, 3, 255]) func theExitIsTheProgramsOwn(code: Int) async throws {
    let box = try Box()
    #expect(try await box.run("exit \(code)").exit == .code(code))
  }

  @Test func aSignalInsideIsToldByTheCode() async throws {
    let box = try Box()
    #expect(try await box.run("kill -KILL $$").exit == .code(137))
  }

  @Test(arguments: [SandboxSummary.Network.none, .engine]) func withoutANetworkThereIsOnlyLoopback(network: SandboxSummary.Network)
    async throws
  {
    let box = try Box()
    box.profile.network = network
    #expect(try await box.run("ls /sys/class/net 2>/dev/null; grep -c : /proc/net/dev").text.hasSuffix("1\n"))
  }

  @Test func onlyPassedDescriptorsAreThere() async throws {
    let box = try Box()
    #expect(try await box.run("ls /proc/$$/fd").text == "0\n1\n2\n")
  }

  @Test func programsInsideMakeNoNamespaces() async throws {
    let box = try Box()
    #expect(try await box.run("unshare -U true").exit != .code(0))
  }

  @Test func furtherPathsAreShownAsAskedFor() async throws {
    let box = try Box()
    try Files.makeDirectory("\(box.root)/more/inner")
    try Files.writeAtomically(Array("old".utf8), to: "\(box.root)/more/inner/file")
    try Files.writeAtomically(Array("login".utf8), to: "\(box.root)/login")
    symlink("inner/file", "\(box.root)/more/link")
    box.profile.readOnly = ["\(box.root)/more/link", "\(box.root)/more/inner/file"]
    box.profile.boundFiles = ["\(box.root)/login": "\(box.profile.home)/.login"]
    let (_, text) = try await box.run(
      "cat ../more/link ~/.login; readlink ../more/link; echo new > ../more/inner/file; echo new > ~/.login")
    #expect(text.hasPrefix("oldlogininner/file\n"))
    #expect(try Files.readText("\(box.root)/more/inner/file", limit: 100) == "old")
    #expect(try Files.readText("\(box.root)/login", limit: 100) == "new\n")
  }

  @Test func termReachesTheProgramFirst() async throws {
    let box = try Box()
    let process = try box.spawn(box.shell("trap 'echo ended; exit 9' TERM; echo ready; while :; do sleep 1000 & wait; done"))
    #expect(await process.child.output.next() == Array("ready\n".utf8))
    #expect(await process.end(grace: 60) == .code(9))
    #expect(await process.child.output.next() == Array("ended\n".utf8))
  }

  @Test func aProgramThatDoesNotListenIsEnded() async throws {
    let box = try Box()
    let process = try box.spawn(box.shell("trap '' TERM; echo ready; while :; do sleep 1000; done"))
    #expect(await process.child.output.next() == Array("ready\n".utf8))
    #expect(await process.end(grace: 0.1) == .code(137))
  }

  @Test func whatCannotBeIsRefusedInASentence() throws {
    let box = try Box()
    box.profile.level = .files
    #expect(throws: SandboxError.noLandlock) { try box.spawn(box.shell("true")) }
    box.profile.level = .isolated
    #expect(throws: SandboxError.noProgram("no-such")) { try box.spawn(ProcessCommand("no-such")) }
    box.profile.readOnly = ["/a/../b"]
    #expect(throws: SandboxError.path("/a/../b", reason: "the path holds . or ..")) { try box.spawn(box.shell("true")) }
    #expect(throws: SandboxError.noWarden(path: "/none")) {
      try SandboxedProcess.spawn(box.shell("true"), in: box.profile, warden: "/none", bwrap: Box.bwrap)
    }
  }

  /// `claude --version` of a real Claude Code: `CARREL_TEST_CLAUDE` or the one that is found.
  @Test(.enabled(if: Self.claude != nil, "there is no claude to try; CARREL_TEST_CLAUDE names one"))
  func claudeStartsInside() async throws {
    let claude = try #require(Self.claude)
    let box = try Box()
    box.profile.readOnly = SandboxPaths.readable(forProgram: claude)
    let (exit, text) = try await box.run(ProcessCommand(claude, ["--version"]))
    #expect(exit == .code(0))
    #expect(text.contains("Claude Code"))
  }

  static let claude = ProcessCommand.find(
    Environment.current["CARREL_TEST_CLAUDE"] ?? "claude", path: Environment.current["PATH"])
}
