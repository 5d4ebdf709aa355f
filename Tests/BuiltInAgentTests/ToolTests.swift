import BuiltInAgent
import Glibc
import JSON
import Model
import Platform
import Providers
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct ToolTests {
  /// Plays calls in the mode `auto`, and gives what came of each.
  private func results(
    _ calls: [(String, JSONValue)], prepare: (AgentStage) throws -> Void = { _ in }, after: (AgentStage) throws -> Void = { _ in },
    options: BuiltInOptions = BuiltInOptions(mode: .auto, allowsBash: true), environment: [String: String] = [:]
  ) async throws -> [(status: String, text: String)] {
    let steps = calls.enumerated().map { number, call in ScriptedProvider.Step.call("", [("c\(number)", call.0, call.1)]) }
    let stage = try AgentStage(steps + [.say(["Done."])], options: options, environment: environment)
    try prepare(stage)
    let session = try await stage.open()
    let answer = try await stage.prompt(session, "Go")
    #expect(answer["result"]?["stopReason"]?.string == "end_turn")
    try after(stage)
    let results = stage.client.results
    _ = await stage.end()
    return results
  }

  /// Whether a process runs; one that ended and that nobody has asked about does not.
  private func isRunning(_ pid: Int32) -> Bool {
    guard let text = try? Files.readText("/proc/\(pid)/stat", limit: 4096), let end = text.lastIndex(of: ")") else { return false }
    return !text[end...].hasPrefix(") Z")
  }

  @Test func nothingOutsideIsReached() async throws {
    let outside: [JSONValue] = [
      "../secret.txt", "/etc/passwd", "link", "up/secret.txt", "a/../../secret.txt", "/proc/self/environ", "a\0b", "",
    ]
    let calls: [(String, JSONValue)] =
      outside.flatMap { path -> [(String, JSONValue)] in
        [
          ("Read", ["file_path": path]), ("Write", ["file_path": path, "content": "evil"]),
          ("Edit", ["file_path": path, "old_string": "s", "new_string": "x"]),
        ]
      } + [
        ("Write", ["file_path": ".git/hooks/pre-commit", "content": "evil"]), ("Write", ["file_path": "hooks/x", "content": "evil"]),
        ("Glob", ["pattern": "*", "path": ".."]), ("Grep", ["pattern": "root", "path": "/etc"]), ("Grep", ["pattern": "x", "path": "up"]),
      ]
    let found = try await results(
      calls,
      prepare: { stage in
        try Files.writeAtomically(Array("secret".utf8), to: "\(stage.directory)/secret.txt")
        try Files.makeDirectory("\(stage.workspace)/.git/hooks")
        #expect(symlink("../secret.txt", "\(stage.workspace)/link") == 0)
        #expect(symlink("..", "\(stage.workspace)/up") == 0)
        #expect(symlink(".git/hooks", "\(stage.workspace)/hooks") == 0)
      },
      after: { stage in
        #expect((try? Files.readText("\(stage.directory)/secret.txt", limit: 100)) == "secret")
        #expect((try? Files.list("\(stage.workspace)/.git/hooks")) == [])
        #expect((try? Files.list(stage.directory)) == ["home", "secret.txt", "ws"])
      })
    #expect(found.count == calls.count)
    for (number, result) in found.enumerated() where calls[number].0 != "Grep" || calls[number].1["path"] == "/etc" {
      #expect(result.status == "failed", "\(calls[number])")
      #expect(!result.text.contains("secret\n"))
    }
    #expect(!found.contains { $0.text.contains("root:") || $0.text.contains("HOME=") })
  }

  @Test func hostileInputs() async throws {
    let deep = (0..<150).reduce(JSONValue.integer(1)) { value, _ in ["a": value] }
    let found = try await results([
      ("Nope", [:]), ("Read", deep), ("Read", ["file_path": 7]), ("Read", .null), ("Read", ["file_path": "."]),
      ("Read", ["file_path": "pipe"]), ("Read", ["file_path": "none"]), ("Read", ["file_path": "t.txt", "offset": 99]),
      ("Read", ["file_path": "t.txt", "offset": 9_223_372_036_854_775_807, "limit": -5]), ("Write", ["file_path": "x"]),
      ("Write", ["file_path": "sub", "content": ""]), ("Grep", ["pattern": "("]), ("Grep", ["pattern": "((a{1000}){1000}){1000}"]),
      ("Grep", ["pattern": "a", "context": 1e300]), ("Glob", ["pattern": "{a"]), ("Bash", ["command": ""]), ("TodoWrite", ["todos": 3]),
      ("AskUserQuestion", [:]), ("ExitPlanMode", [:]),
    ]) { stage in
      try stage.write("t.txt", "one\n")
      try Files.makeDirectory("\(stage.workspace)/sub")
      #expect(mkfifo("\(stage.workspace)/pipe", 0o600) == 0)
    }
    #expect(found.count == 16, "the session's own tools are not shown as calls when they fail")
    for (number, result) in found.enumerated() { #expect(result.status == "failed", "\(number) \(result.text)") }
    #expect(found[0].text == "There is no tool Nope. The tools are Read, Write, Edit, Glob, Grep, Bash.")
  }

  @Test func largeAndStrangeFiles() async throws {
    let found = try await results(
      [
        ("Read", ["file_path": "long.txt"]), ("Read", ["file_path": "long.txt", "offset": 2999, "limit": 5]),
        ("Read", ["file_path": "wide.txt"]),
        ("Read", ["file_path": "binary"]), ("Read", ["file_path": "latin.txt"]),
        ("Edit", ["file_path": "latin.txt", "old_string": "a", "new_string": "b"]),
        ("Read", ["file_path": "empty"]), ("Grep", ["pattern": "needle"]), ("Read", ["file_path": "huge"]),
      ],
      prepare: { stage in
        try stage.write("long.txt", (1...3000).map { "line \($0)\n" }.joined())
        try stage.write("wide.txt", String(repeating: "ä", count: 100_000))
        try stage.write("binary", [0x7f, 0x45, 0, 1] + Array("needle".utf8))
        try stage.write("latin.txt", [0x61, 0xe4, 0x0a])
        try stage.write("empty", "")
        let fd = open("\(stage.workspace)/huge", O_CREAT | O_WRONLY, 0o600)
        #expect(ftruncate(fd, 1 << 40) == 0)
        close(fd)
      })
    #expect(found[0].text.hasSuffix("[truncated: lines 1 to 2000 of 3000; go on with offset 2001]"))
    #expect(found[1].text == "2999\tline 2999\n3000\tline 3000\n")
    #expect(found[2].text == "1\t" + String(repeating: "ä", count: 1000) + "[…]\n")
    #expect(found[3].status == "failed" && found[3].text.contains("binary"))
    #expect(found[4].status == "completed" && found[4].text.contains("U+FFFD"))
    #expect(found[5].status == "failed" && found[5].text.contains("no UTF-8"))
    #expect(found[6].text == "[the file is empty]")
    #expect(found[7].text == "No line matches.")
    #expect(found[8].status == "failed" && found[8].text.contains("longer than"))
  }

  @Test func editsAreExactAndKeepWhatIsThere() async throws {
    let found = try await results(
      [
        ("Edit", ["file_path": "dos.txt", "old_string": "two", "new_string": "2"]), ("Read", ["file_path": "dos.txt"]),
        ("Edit", ["file_path": "dos.txt", "old_string": "one\ntwo", "new_string": "1\n2"]),
        ("Edit", ["file_path": "dos.txt", "old_string": "x", "new_string": "y"]),
        ("Edit", ["file_path": "dos.txt", "old_string": "x", "new_string": "y", "replace_all": true]),
        ("Edit", ["file_path": "dos.txt", "old_string": "absent", "new_string": "y"]), ("Read", ["file_path": "accents.txt"]),
        ("Edit", ["file_path": "accents.txt", "old_string": "e\u{301}", "new_string": "E"]),
        ("Write", ["file_path": "dos.txt", "content": "a\nb\n"]),
        ("Write", ["file_path": "unread.txt", "content": "x"]),
      ],
      prepare: { stage in
        try stage.write("dos.txt", "one\r\ntwo\r\nx x\r\n")
        try stage.write("accents.txt", "\u{e9} e\u{301}\n")
        try stage.write("unread.txt", "mine")
        #expect(chmod("\(stage.workspace)/dos.txt", 0o751) == 0)
      },
      after: { stage in
        #expect(stage.read("dos.txt") == "a\r\nb\r\n")
        #expect(stage.read("accents.txt").map { Array($0.utf8) } == Array("\u{e9} E\n".utf8))
        #expect(stage.read("unread.txt") == "mine")
        var found = stat()
        #expect(stat("\(stage.workspace)/dos.txt", &found) == 0 && found.st_mode & 0o777 == 0o751)
      })
    #expect(
      found.map(\.status) == [
        "failed", "completed", "completed", "failed", "completed", "failed", "completed", "completed", "completed", "failed",
      ])
    #expect(found[0].text.contains("has not been read"))
    #expect(found[3].text.contains("stands 2 times"))
    #expect(found[4].text == "Edited dos.txt: 2 places, the first in line 3.")
  }

  @Test func aFileThatWasChangedMeanwhileIsNotOverwritten() async throws {
    let stage = try AgentStage(
      [
        .call("", [("c1", "Read", ["file_path": "a.txt"])]), .say(["Read."]),
        .call("", [("c2", "Edit", ["file_path": "a.txt", "old_string": "one", "new_string": "1"])]),
        .say(["No."]),
      ], options: BuiltInOptions(mode: .auto))
    try stage.write("a.txt", "one\n")
    let session = try await stage.open()
    _ = try await stage.prompt(session, "Read")
    try stage.write("a.txt", "one, by hand\n")
    _ = try await stage.prompt(session, "Edit")
    #expect(stage.read("a.txt") == "one, by hand\n")
    #expect(stage.client.results.last?.text.contains("was changed since it was read") == true)
    _ = await stage.end()
  }

  @Test func commands() async throws {
    let found = try await results(
      [
        ("Bash", ["command": "echo out; echo err >&2; exit 3"]), ("Bash", ["command": "env"]), ("Bash", ["command": "pwd; cat"]),
        ("Bash", ["command": "echo begin; yes | head -c 1000000; echo end"]),
        ("Bash", ["command": "sleep 600 & echo $! > pid; echo started"]),
        ("Bash", ["command": "echo waiting; sleep 600", "timeout": 100]),
      ],
      after: { stage in
        let pid = stage.read("pid").flatMap { Int32($0.filter(\.isNumber)) } ?? 0
        #expect(pid > 0 && !isRunning(pid), "what a command leaves behind is ended with it")
      }, environment: ["ANTHROPIC_API_KEY": "sk-secret", "MY_TOKEN": "hidden", "GIT_AUTHOR_NAME": "Ada"])
    #expect(found[0].status == "failed" && found[0].text == "out\nerr\n\n[exit code 3]")
    #expect(!found[1].text.contains("sk-secret") && !found[1].text.contains("hidden") && found[1].text.contains("GIT_AUTHOR_NAME=Ada"))
    #expect(found[2].status == "completed" && found[2].text.hasSuffix("/ws\n"))
    #expect(
      found[3].text.hasPrefix("begin\n") && found[3].text.hasSuffix("end\n") && found[3].text.contains("[truncated:")
        && found[3].text.utf8.count < 65_000)
    #expect(found[4].text == "started\n")
    #expect(found[5].status == "failed" && found[5].text.contains("waiting") && found[5].text.contains("took longer than 100 ms"))
  }

  @Test func commandsAreOnlyThereWhenAllowed() async throws {
    let found = try await results([("Bash", ["command": "true"])], options: BuiltInOptions(mode: .auto))
    #expect(found.first?.text.hasPrefix("There is no tool Bash.") == true)
    let denied = try await results(
      [("Write", ["file_path": "a", "content": ""])], options: BuiltInOptions(mode: .auto, deniedTools: ["Write"]))
    #expect(denied.first?.text.hasPrefix("There is no tool Write.") == true)
  }

  @Test func aCancelledCommandIsEnded() async throws {
    let stage = try AgentStage(
      [.call("", [("c1", "Bash", ["command": "echo $$ > pid; sleep 600"])])], options: BuiltInOptions(mode: .auto, allowsBash: true))
    let session = try await stage.open()
    let id = stage.client.begin("session/prompt", AgentStage.promptParameters(session, "Run"))
    let pid = try await Patience.until("the command") { stage.read("pid").flatMap { Int32($0.filter(\.isNumber)) } }
    stage.client.notify("session/cancel", ["sessionId": .string(session)])
    #expect(try await stage.client.answer(id)["result"]?["stopReason"]?.string == "cancelled")
    #expect(kill(pid, 0) != 0)
    #expect(stage.client.results.last?.text.contains("interrupted") == true)
    #expect(await stage.end() == 0)
  }

  @Test func theEndOfTheInputEndsEverything() async throws {
    let stage = try AgentStage(
      [.call("", [("c1", "Bash", ["command": "echo $$ > pid; sleep 600"])])], options: BuiltInOptions(mode: .auto, allowsBash: true))
    let session = try await stage.open()
    stage.client.begin("session/prompt", AgentStage.promptParameters(session, "Run"))
    let pid = try await Patience.until("the command") { stage.read("pid").flatMap { Int32($0.filter(\.isNumber)) } }
    #expect(await stage.end() == 0)
    #expect(kill(pid, 0) != 0)
  }
}
