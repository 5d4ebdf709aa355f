import Arguments
import FoundationEssentials
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite("Help, manual and completions come from the command table")
struct HelpTests {
  /// Every command that users see, from the overview page.
  private var names: [String] {
    HelpPage.render().split(separator: "\n").filter { $0.hasPrefix("  ") && $0.dropFirst(2).first?.isLetter == true }.compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
  }

  @Test("The overview names every command and fits in 80 columns")
  func overview() {
    for name in [
      "add", "ls", "show", "transcript", "diff", "send", "answer", "approve", "discard", "retry", "stop", "undelete", "clean", "compact",
    ] { #expect(names.contains(name)) }
    for name in [
      "queue", "wait", "shell", "engines", "models", "themes", "doctor", "config", "service", "replay", "completions", "demo", "version",
    ] { #expect(names.contains(name)) }
    #expect(!names.contains("demo-engine") && !names.contains("credential"))
    for line in HelpPage.render().split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test("Every command has a page whose usage line is the parser's, in 80 columns, and help is asked for in three ways")
  func pages() throws {
    for name in names {
      let page = HelpPage.render(name)
      #expect(page.hasPrefix("usage: carrel \(name)"))
      for line in page.split(separator: "\n") where !line.contains("|") { #expect(line.count <= 80, "\(line)") }
      for words in [[name, "--help"], [name, "-h"], ["help", name]] {
        #expect(try ArgumentParser.parse(words).get() == .help(command: name))
      }
    }
  }

  @Test("The page of a command")
  func page() {
    #expect(
      HelpPage.render("discard") == """
        usage: carrel discard ID... [--others] [--take-over] [--yes]

        End tasks without publishing; their work can be brought back.

        Options:
              --others              Not these: the other attempts at their tickets.
              --take-over           Also when another operator holds the task: it is
                                    taken over.
          -y, --yes                 Do not ask.
          -h, --help                This page.

        """)
  }

  @Test("docs/commands.md is what the table says")
  func document() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("docs/commands.md")
    if ProcessInfo.processInfo.environment["CARREL_UPDATE_DOCS"] == "1" { try Data(CommandsPage.render().utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == CommandsPage.render(), "make it anew with CARREL_UPDATE_DOCS=1")
  }

  @Test("The manual page has every command and option, and no line that roff would take for a request by mistake")
  func manual() {
    let page = ManualPage.render(version: "1.0")
    #expect(page.hasPrefix(".TH CARREL 1 \"\" \"carrel 1.0\" \"User Commands\"\n"))
    for name in names { #expect(page.contains("\ncarrel \(name.replacing("-", with: "\\-"))"), "\(name)") }
    let requests: Set<String> = [".TH", ".SH", ".SS", ".B", ".I", ".TP", ".PP", ".br", ".nf", ".fi"]
    for line in page.split(separator: "\n") where line.first == "." || line.first == "'" {
      #expect(requests.contains(String(line.prefix { $0 != " " })), "\(line)")
    }
  }

  @Test("groff finds nothing wrong with the manual page", .enabled(if: Program.exists("/usr/bin/groff")))
  func groff() throws {
    #expect(try Program.run("/usr/bin/groff", ["-man", "-Tutf8", "-ww", "-z"], input: ManualPage.render(version: "1.0")) == "")
  }

  @Test("The shells can read their completions", arguments: CompletionShell.allCases)
  func syntax(_ shell: CompletionShell) throws {
    let script = CompletionScript.render(shell)
    for name in names { #expect(script.contains(name)) }
    guard let program = ["/usr/bin/\(shell.rawValue)", "/bin/\(shell.rawValue)"].first(where: Program.exists) else { return }
    #expect(try Program.run(program, ["-n"], input: script) == "")
  }

  @Test("bash completes commands, options, choices and ids", .enabled(if: Program.exists("/bin/bash")))
  func bash() throws {
    func completed(_ words: [String]) throws -> [String] {
      let line = words.map { "'\($0)'" }.joined(separator: " ")
      let script =
        CompletionScript.render(.bash)
        + "carrel() { printf 'T1\\tone\\nT12\\ttwo\\n'; }\nCOMP_WORDS=(carrel \(line)); COMP_CWORD=\(words.count)\n_carrel; printf '%s\\n' \"${COMPREPLY[@]}\"\n"
      return try Program.run("/bin/bash", ["--norc", "-s"], input: script).split(separator: "\n").map(String.init)
    }
    #expect(try completed(["tr"]) == ["transcript"])
    #expect(try completed(["add", "--mode", ""]) == ["auto", "ask", "plan"])
    #expect(try completed(["approve", "--pub"]) == ["--publish"])
    #expect(try completed(["show", "T"]) == ["T1", "T12"])
    #expect(try completed(["stop", "T1", "T12"]) == ["T12"])
    #expect(try completed(["queue", "p"]) == ["pause"])
  }
}

/// Runs a small program that is there already and gives what it prints.
private enum Program {
  static func exists(_ path: String) -> Bool { access(path, X_OK) == 0 }

  static func run(_ path: String, _ arguments: [String], input: String) throws -> String {
    let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    let directory = URL(fileURLWithPath: "\(base)/carrel-arguments-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let source = directory.appendingPathComponent("in")
    let result = directory.appendingPathComponent("out")
    try Data(input.utf8).write(to: source)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, source.path, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, result.path, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    let settings: [String] = ["PATH=/usr/bin:/bin", "HOME=\(directory.path)", "LC_ALL=C.UTF-8"]
    var environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
    defer { for word in words + environment { free(word) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, path, &actions, nil, &words, &environment)
    try #require(code == 0)
    var status: Int32 = 0
    try #require(waitpid(pid, &status, 0) == pid)
    return try String(contentsOf: result, encoding: .utf8)
  }
}
