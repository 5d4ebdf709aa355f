import Agents
import FoundationEssentials
import Glibc
import JSON
import Model
import Testing

@Suite(.timeLimit(.minutes(15))) struct ACPFileTests {
  /// A running turn; what is asked in it is answered.
  private func inTurn(_ body: (ACPStage, String) async throws -> Void) async throws {
    let play = try ACPStage()
    let agent = play.agent()
    try await play.start(agent)
    let prompt = try await play.turn(agent)
    try await body(play, "\(play.stage.directory)/ws")
    play.peer.reply(prompt, ["stopReason": "end_turn"])
    await play.stage.turns(1)
    await agent.stop()
  }

  @Test func readsAndWritesInTheWorkspace() async throws {
    try await inTurn { play, root in
      try play.stage.write("src/a.txt", "one\ntwo\nthree\n")
      let path = JSONValue.string("\(root)/src/a.txt")
      func read(_ id: Int, _ params: JSONValue) async -> String? {
        await play.peer.call(id, "fs/read_text_file", params)["result"]?["content"]?.string
      }
      #expect(await read(0, ["path": path]) == "one\ntwo\nthree\n")
      #expect(await read(1, ["path": path, "line": 2]) == "two\nthree\n")
      #expect(await read(2, ["path": path, "line": 2, "limit": 1]) == "two\n")
      #expect(await read(3, ["path": path, "limit": 99]) == "one\ntwo\nthree\n")
      #expect(await read(4, ["path": path, "line": 99]) == "")
      #expect(await read(5, ["path": path, "line": -4, "limit": -1]) == "")
      #expect(await read(6, ["path": "src/a.txt"]) == "one\ntwo\nthree\n")
      #expect(await play.peer.call(7, "fs/write_text_file", ["path": path, "content": "new"])["result"] != nil)
      #expect(play.stage.read("src/a.txt") == "new")
      let deep = JSONValue.string("\(root)/x/y/z.txt")
      #expect(await play.peer.call(8, "fs/write_text_file", ["path": deep, "content": "deep"])["result"] != nil)
      #expect(play.stage.read("x/y/z.txt") == "deep")
      #expect(play.stage.summary.suffix(2) == ["file update src/a.txt", "file add x/y/z.txt"])
      #expect(await play.peer.call(9, "fs/read_text_file", ["path": .string("\(root)/none")])["error"]?["code"]?.int == -32002)
    }
  }

  @Test func nothingLeadsOut() async throws {
    try await inTurn { play, root in
      let outside = "\(play.stage.directory)/home/secret"
      try Data("secret".utf8).write(to: URL(filePath: outside))
      let manager = FileManager.default
      try manager.createSymbolicLink(atPath: "\(root)/link", withDestinationPath: outside)
      try manager.createSymbolicLink(atPath: "\(root)/dir", withDestinationPath: "\(play.stage.directory)/home")
      try manager.createSymbolicLink(atPath: "\(root)/up", withDestinationPath: "../home")
      try manager.createSymbolicLink(atPath: "\(root)/nowhere", withDestinationPath: "\(play.stage.directory)/home/made")
      let paths = [
        outside, "\(root)/../home/secret", "../home/secret", "\(root)/link", "link", "dir/secret", "\(root)/dir/secret", "up/secret",
        "/proc/self/environ", "/etc/passwd", "\(root)", "", "\(root)/", "\(root)/dir", "/", "nowhere", "\(root)/a\u{0}b", "\(root)2/x",
      ]
      for (id, path) in paths.enumerated() {
        let read = await play.peer.call(id * 2, "fs/read_text_file", ["path": .string(path)])
        #expect(read["error"] != nil && read["result"] == nil, "\(path)")
        let write = await play.peer.call(id * 2 + 1, "fs/write_text_file", ["path": .string(path), "content": "mine"])
        #expect(write["error"] != nil && write["result"] == nil, "\(path)")
      }
      #expect(manager.contents(atPath: outside).map { String(decoding: $0, as: UTF8.self) } == "secret")
      #expect(try manager.contentsOfDirectory(atPath: "\(play.stage.directory)/home").sorted() == ["secret"])
      #expect(!play.stage.summary.contains { $0.hasPrefix("file ") })
    }
  }

  @Test func oddFilesAreRefused() async throws {
    try await inTurn { play, root in
      try Data([0xff, 0xfe, 0x00]).write(to: URL(filePath: "\(root)/binary"))
      #expect(await play.peer.call(0, "fs/read_text_file", ["path": "binary"])["error"]?["message"]?.string?.contains("no text") == true)
      #expect(mkfifo("\(root)/pipe", 0o600) == 0)
      #expect(await play.peer.call(1, "fs/read_text_file", ["path": "pipe"])["error"] != nil)
      #expect(await play.peer.call(2, "fs/write_text_file", ["path": "pipe", "content": "x"])["error"] != nil)
      #expect(manager(truncate: "\(root)/huge", 17 << 20))
      #expect(await play.peer.call(3, "fs/read_text_file", ["path": "huge"])["error"] != nil)
      #expect(await play.peer.call(4, "fs/read_text_file", [:])["error"]?["code"]?.int == -32602)
      #expect(await play.peer.call(5, "fs/write_text_file", ["path": "a"])["error"]?["code"]?.int == -32602)
      play.peer.send(["jsonrpc": "2.0", "id": 6, "method": "fs/read_text_file", "params": ["sessionId": "other", "path": "binary"]])
      #expect(await play.peer.answer(to: 6)["error"]?["code"]?.int == -32602)
    }
  }

  private func manager(truncate path: String, _ size: Int) -> Bool {
    FileManager.default.createFile(atPath: path, contents: nil) && Glibc.truncate(path, size) == 0
  }
}
