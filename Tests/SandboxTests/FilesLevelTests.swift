import Glibc
import Model
import Platform
import Testing

@testable import Sandbox

/// Level `files`: what Landlock and the deny-list keep in without any namespace.
@Suite(
  .timeLimit(.minutes(15)),
  .enabled("this kernel has no Landlock") {
    guard let box = try? Box() else { return false }
    return await SandboxProbe.run(bwrap: Box.bwrap, warden: box.warden, owner: box.root).features.landlock > 0
  }
)
struct FilesLevelTests {
  private func box() async throws -> Box {
    let box = try Box()
    box.profile.level = .files
    box.features.landlock = await SandboxProbe.run(bwrap: Box.bwrap, warden: box.warden, owner: box.root).features.landlock
    return box
  }

  @Test func theWorkspaceAndTheHomeAreWritableAndNothingElse() async throws {
    let box = try await box()
    try Files.writeAtomically(Array("secret".utf8), to: "\(box.root)/secret")
    try Files.writeAtomically(Array("objects".utf8), to: "\(box.root)/objects")
    try Files.writeAtomically(Array("login".utf8), to: "\(box.root)/login")
    box.profile.readOnly = ["\(box.root)/objects"]
    box.profile.boundFiles = ["\(box.root)/login": "\(box.profile.home)/.login"]
    let script = """
      pwd; echo one > file && echo two > $HOME/file && echo three > $TMPDIR/file && cat file $HOME/file $TMPDIR/file
      cat \(box.root)/objects; echo; (echo x > \(box.root)/objects) 2>/dev/null && echo "wrote objects"
      echo new > \(box.root)/login; mv file dir 2>/dev/null; mkdir sub; mv dir sub/ && ls sub
      cat \(box.root)/secret 2>/dev/null && echo "read"; ls \(box.root) 2>/dev/null && echo "listed"
      for p in \(box.root)/x /tmp/carrel-\(getpid()) /var/tmp/x /dev/shm/x /x; do touch $p 2>/dev/null && echo "wrote $p"; done
      cat /etc/shadow 2>/dev/null && echo read; ls /root /home 2>/dev/null && echo listed
      ln -s \(box.root)/secret link; cat link 2>/dev/null && echo "read through a link"
      ln \(box.root)/secret hard 2>/dev/null && echo linked
      """
    let (_, text) = try await box.run(script)
    #expect(text == "\(box.profile.workspace)\none\ntwo\nthree\nobjects\ndir\n")
    #expect(try Files.readText("\(box.root)/login", limit: 100) == "new\n")
  }

  @Test func processesOutsideAreOutOfReach() async throws {
    let box = try await box()
    guard box.features.landlock >= 6 else {
      print("skipped: signals are scoped from Landlock 6 on, here is \(box.features.landlock)")
      return
    }
    let victim = try ChildProcess.spawn(ProcessCommand("/bin/sleep", ["1000"], environment: ["SECRET": "value"]))
    let (_, text) = try await box.run(
      "kill -9 \(victim.pid) 2>/dev/null && echo killed; kill -0 $PPID 2>/dev/null && echo 'reached the warden'; "
        + "cat /proc/\(victim.pid)/environ 2>/dev/null && echo 'read'; sleep 100 & kill -9 $! && echo 'own ones can be'")
    #expect(text == "own ones can be\n")
    victim.signal(SIGKILL)
    #expect(await victim.wait() == .signal(9))
  }

  /// A listener of this process's own, and what a program of a level can do with it.
  @Test(.enabled(if: Files.exists("/usr/bin/python3"), "there is no /usr/bin/python3"))
  func withoutANetworkOnlyTheGivenPortsAreReached() async throws {
    let box = try await box()
    guard box.features.landlock >= 4 else {
      print("skipped: ports are held from Landlock 4 on, here is \(box.features.landlock)")
      return
    }
    let (allowed, allowedPort) = try Self.listen()
    let (other, otherPort) = try Self.listen()
    defer {
      close(allowed)
      close(other)
    }
    let script =
      DenyListTests.prelude + """
        for port in (\(allowedPort), \(otherPort)):
          print(attempt(lambda: socket.create_connection(("127.0.0.1", port))))
        print("udp", attempt(lambda: socket.socket(2, 2).sendto(b"x", ("127.0.0.1", \(otherPort)))))
        print("multipath", attempt(lambda: socket.socket(2, 1, 262)))
        print("unix", attempt(lambda: socket.socket(1, 1)))
        print("listen", attempt(lambda: socket.socket(2, 1).bind(("127.0.0.1", 0))))
        """
    box.profile.network = .none
    box.profile.ports = [allowedPort]
    #expect(try await box.run(box.python(script)).text == "done\nEACCES\nudp EACCES\nmultipath EACCES\nunix EAFNOSUPPORT\nlisten EACCES\n")
    box.profile.ports = []
    #expect(
      try await box.run(box.python(script)).text
        == "EAFNOSUPPORT\nEAFNOSUPPORT\nudp EAFNOSUPPORT\nmultipath EAFNOSUPPORT\nunix EAFNOSUPPORT\nlisten EAFNOSUPPORT\n")
    box.profile.network = .open
    #expect(try await box.run(box.python(script)).text.hasPrefix("done\ndone\nudp done\n"))
  }

  @Test func theServiceOfRootsGivesItsRightsUp() async throws {
    let box = try await box()
    let (_, text) = try await box.run("grep -E '^Cap(Eff|Prm|Bnd)|NoNewPrivs|Seccomp:' /proc/self/status | tr -s '\\t ' ' '")
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains("NoNewPrivs: 1") && lines.contains("Seccomp: 2"))
    if getuid() == 0 { #expect(lines.contains("CapEff: 0000000000000000") && lines.contains("CapPrm: 0000000000000000")) }
  }

  @Test func everythingEndsWithTheProgram() async throws {
    let box = try await box()
    let process = try box.spawn(box.shell("(setsid sleep 1000 &) ; echo ready; exit 4"))
    #expect(String(decoding: await readAll(process.child.output), as: UTF8.self) == "ready\n")
    #expect(await process.child.wait() == .code(4))
  }

  @Test func gitWorksInside() async throws {
    let box = try await box()
    let script = """
      git init -q . && git config user.email a@b && git config user.name n && mkdir d && echo 1 > d/f && git add . && git commit -qm one \
      && git mv d/f g && git commit -qam two && git gc -q && git log --format=%s
      """
    let (_, text) = try await box.run(script)
    #expect(text == "two\none\n")
  }

  @Test func whatNamespacesAreNeededForIsRefused() async throws {
    let box = try await box()
    box.profile.network = .engine
    #expect(throws: SandboxError.networkOfFiles) { try box.spawn(box.shell("true")) }
    box.features.landlock = 0
    #expect(throws: SandboxError.noLandlock) { try box.spawn(box.shell("true")) }
  }

  @Test func whatCannotBeHadIsSaidWithWhatToDo() {
    let features = SandboxFeatures(landlock: 3)
    let without = SandboxAvailability(isAvailable: false, features: features, text: "isolated sandboxes do not work here: why")
    #expect(without.problem(.isolated, network: .open)?.contains("level = \"files\"") == true)
    #expect(without.problem(.files, network: .open) == nil)
    #expect(without.problem(.files, network: .engine)?.contains("network = \"none\"") == true)
    #expect(SandboxAvailability(isAvailable: true, text: "").problem(.files, network: .open)?.contains("Landlock") == true)
    #expect(SandboxAvailability(isAvailable: true, text: "").problem(.isolated, network: .engine) == nil)
    #expect(without.lines.count >= 4)
  }

  private static func listen() throws -> (Int32, UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, size) | Glibc.listen(listener, 8) | getsockname(listener, pointer, &size)
      }
    }
    try #require(result == 0)
    return (listener, UInt16(bigEndian: address.sin_port))
  }
}
