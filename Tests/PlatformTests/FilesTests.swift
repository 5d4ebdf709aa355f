import Glibc
import Model
import Platform
import Testing

@Suite(.timeLimit(.minutes(15))) struct FilesTests {
  @Test func writesAndReadsWholeFiles() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/file"
    try Files.writeAtomically(Array("one".utf8), to: path)
    try Files.writeAtomically(Array("two".utf8), to: path, mode: 0o640)
    #expect(try Files.readText(path, limit: 3) == "two")
    #expect(throws: PlatformError.io(doing: "reading \(path)", reason: "it is longer than 2 bytes")) { try Files.read(path, limit: 2) }
    #expect(throws: PlatformError.self) { try Files.read("\(directory.path)/none", limit: 2) }
    #expect(try Files.list(directory.path) == ["file"])
    var found = stat()
    #expect(stat(path, &found) == 0 && found.st_mode & 0o777 == 0o640)
    try Files.remove(path)
    try Files.remove(path)
    #expect(!Files.exists(path))
  }

  @Test func makesDirectoriesPrivate() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/a/b"
    try Files.makeDirectory(path)
    try Files.makeDirectory(path)
    var found = stat()
    #expect(stat("\(directory.path)/a", &found) == 0 && found.st_mode & 0o777 == 0o700)
    rmdir(path)
    rmdir("\(directory.path)/a")
  }

  @Test func aLockNamesItsHolder() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/lock"
    do {
      let lock = try FileLock.acquire(path)
      #expect(throws: PlatformError.locked(path: path, holder: getpid())) { try FileLock.acquire(path) }
      withExtendedLifetime(lock) {}
    }
    _ = try FileLock.acquire(path)
  }

  @Test func aFullLogBeginsANewOne() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/log"
    let log = try LogFile(path: path, limit: 200)
    for number in 0..<20 { log.append("entry \(number) \u{1b}[31m\nend") }
    #expect(try Files.list(directory.path) == ["log", "log.1"])
    let text = try Files.readText(path, limit: 200)
    #expect(text.hasSuffix("entry 19  [31m end\n"))
    #expect(try Files.readText("\(path).1", limit: 200).contains("Z entry "))
  }

  @Test func knowsItsSurroundings() throws {
    #expect(Environment.current["PATH"] != nil)
    #expect(getuid() != 0 || Environment.home != nil)
    #expect(Timestamp.now.milliseconds > 1_700_000_000_000)
    let own = try #require(ProcessIdentity.own)
    #expect(own.isRunning)
    #expect(!ProcessIdentity(pid: own.pid, start: own.start + 1).isRunning)
  }
}
