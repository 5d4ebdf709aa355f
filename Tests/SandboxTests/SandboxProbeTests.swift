import Platform
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(15))) struct SandboxProbeTests {
  @Test func aMissingBubblewrapIsSaid() async {
    let found = await SandboxProbe.run(bwrap: "/no/bwrap")
    #expect(!found.isAvailable)
    #expect(found.text.contains("/no/bwrap") && found.text.contains("install"))
  }

  @Test(
    arguments: [
      ("bwrap: Creating new namespace failed: No space left on device", "max_user_namespaces"),
      ("bwrap: No permissions to create new namespace, likely because…", "kernel.unprivileged_userns_clone=1"),
      ("bwrap: Can't mount proc on /newroot/proc: Operation not permitted", "container"),
      ("bwrap: Creating new namespace failed: Operation not permitted", "seccomp"),
      ("bwrap: Unknown option --disable-userns", "too old"),
    ])
  func aRefusalIsExplained(said: String, means: String) async throws {
    let box = try Box()
    let script = "#!/bin/sh\ncat >&2 <<'END'\n\(said)\nEND\nexit 1\n"
    try Files.writeAtomically(Array(script.utf8), to: "\(box.root)/bwrap", mode: 0o755)
    let found = await SandboxProbe.run(bwrap: "\(box.root)/bwrap")
    #expect(!found.isAvailable)
    #expect(found.text.contains(means))
  }
}
