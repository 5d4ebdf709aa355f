import Glibc
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct EnclosedDirectoryTests {
  private func text(_ directory: EnclosedDirectory, _ path: String) throws -> String {
    String(decoding: try directory.read(path, limit: 1000).bytes, as: UTF8.self)
  }

  @Test func nothingLeadsOut() throws {
    let outer = try TemporaryDirectory()
    try Files.makeDirectory("\(outer.path)/in")
    try Files.writeAtomically(Array("secret".utf8), to: "\(outer.path)/secret")
    let directory = try EnclosedDirectory("\(outer.path)/in")
    #expect(symlink("../secret", "\(outer.path)/in/relative") == 0)
    #expect(symlink("\(outer.path)/secret", "\(outer.path)/in/absolute") == 0)
    #expect(symlink("..", "\(outer.path)/in/up") == 0)
    for path in ["../secret", "relative", "absolute", "up/secret", "a/../../secret", "/etc/passwd", "/proc/self/root/etc/passwd"] {
      #expect(throws: PlatformError.self, "\(path)") { try directory.read(path, limit: 1000) }
      #expect(throws: PlatformError.self, "\(path)") { _ = try directory.replace(path, with: [1]) }
    }
    #expect(throws: PlatformError.self) { _ = try directory.replace("up/new", with: [1]) }
    #expect(throws: PlatformError.self) { try directory.list("up") }
    #expect(try Files.readText("\(outer.path)/secret", limit: 100) == "secret")
    #expect(!Files.exists("\(outer.path)/new"))
    #expect(directory.inner("/etc") == nil)
    #expect(directory.inner("\(directory.path)/a/b") == "a/b")
    #expect(directory.inner("\(directory.path)x") == nil)
    #expect(directory.inner(directory.path) == ".")
  }

  @Test func replacesAndKeepsTheMode() throws {
    let outer = try TemporaryDirectory()
    let directory = try EnclosedDirectory(outer.path, guarding: [".git"])
    let first = try directory.replace("a/b/c.txt", with: Array("one".utf8))
    #expect(try text(directory, "a/b/c.txt") == "one")
    #expect(chmod("\(outer.path)/a/b/c.txt", 0o755) == 0)
    #expect(symlink("a/b/c.txt", "\(outer.path)/link") == 0)
    let second = try directory.replace("link", with: Array("two".utf8))
    #expect(first != second)
    #expect(second.mode == 0o755)
    #expect(try directory.stamp("a/b/c.txt") == second)
    #expect(try text(directory, "link") == "two")
    #expect(Files.linkTarget("\(outer.path)/link") == "a/b/c.txt")
    #expect(try directory.list(".").map(\.name) == ["a", "link"])
    #expect(try directory.list(".").map(\.kind) == [.directory, .link])
    #expect(try directory.list("a/b").map(\.name) == ["c.txt"])
    #expect(try directory.stamp("none") == nil)
  }

  @Test func refusesWhatIsNoFile() throws {
    let outer = try TemporaryDirectory()
    let directory = try EnclosedDirectory(outer.path, guarding: [".git"])
    try Files.makeDirectory("\(outer.path)/.git/hooks")
    #expect(symlink(".git/hooks", "\(outer.path)/hooks") == 0)
    #expect(symlink("nowhere", "\(outer.path)/dangling") == 0)
    #expect(mkfifo("\(outer.path)/pipe", 0o600) == 0)
    for path in [".git/config", "hooks/pre-commit", "dangling", "pipe", ".git", ".", ""] {
      #expect(throws: PlatformError.self, "\(path)") { _ = try directory.replace(path, with: [1]) }
    }
    #expect(throws: PlatformError.self) { try directory.read("pipe", limit: 10) }
    #expect(throws: PlatformError.self) { try directory.read(".git", limit: 10) }
    #expect(try Files.list("\(outer.path)/.git/hooks") == [])
    try Files.writeAtomically(Array(repeating: 65, count: 11), to: "\(outer.path)/long")
    #expect(throws: PlatformError.self) { try directory.read("long", limit: 10) }
    #expect(throws: PlatformError.self) { try EnclosedDirectory("\(outer.path)/long") }
  }
}
