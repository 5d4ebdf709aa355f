import FoundationEssentials
import Glibc
import Platform
import Sandbox
import Testing

/// A workspace and a home of one test, removed with it, and what is needed to start something in them.
final class Box {
  let root: String
  var profile: SandboxProfile
  let warden: String
  var features = SandboxFeatures()
  static let bwrap = "/usr/bin/bwrap"

  init() throws {
    root = try Files.makeTemporaryDirectory(in: Files.isDirectory("/dev/shm") ? "/dev/shm" : "/tmp", prefix: "carrel-box-")
    profile = SandboxProfile(workspace: "\(root)/ws", home: "\(root)/home")
    try Files.makeDirectory(profile.workspace)
    try Files.makeDirectory(profile.home)
    warden = try Self.findWarden()
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  static func findWarden() throws -> String {
    let executable = try #require(Environment.executable)
    return try #require(SandboxLauncher.findWarden(nextTo: executable), "the warden is not built")
  }

  func shell(_ script: String) -> ProcessCommand { ProcessCommand("/bin/sh", ["-c", script]) }

  func spawn(_ command: ProcessCommand) throws -> SandboxedProcess {
    try SandboxedProcess.spawn(command, in: profile, warden: warden, bwrap: Self.bwrap, features: features)
  }

  /// A Python script.
  func python(_ script: String) -> ProcessCommand { ProcessCommand("/usr/bin/python3", ["-c", script]) }

  /// Starts a command as a user without rights, when the test is root: then the service is not root's, as it should not be. What it has to write is that user's first.
  func spawnUnprivileged(_ command: ProcessCommand, uid: Int = 20_001) throws -> (child: ChildProcess, launch: SandboxLaunch) {
    var features = features
    features.isRoot = false
    let launch = try SandboxLauncher(features: features).launch(command, in: profile, warden: warden, bwrap: Self.bwrap)
    guard getuid() == 0 else { return (try launch.spawn(), launch) }
    for path in [root, profile.workspace, profile.home] { chown(path, uid_t(uid), gid_t(uid)) }
    var outer = launch.command
    outer.arguments =
      ["--reuid=\(uid)", "--regid=\(uid)", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all", outer.executable] + outer.arguments
    outer.executable = "/usr/bin/setpriv"
    return (try withExtendedLifetime(launch) { try ChildProcess.spawn(outer) }, launch)
  }

  /// Runs to the end: its exit, and its output with its standard error after it.
  func run(_ command: ProcessCommand) async throws -> (exit: ProcessExit, text: String) {
    let process = try spawn(command)
    async let output = readAll(process.child.output)
    async let errors = readAll(process.child.errorOutput)
    let text = await String(decoding: output, as: UTF8.self) + String(decoding: errors, as: UTF8.self)
    return (await process.child.wait(), text)
  }

  func run(_ script: String) async throws -> (exit: ProcessExit, text: String) { try await run(shell(script)) }
}

/// All that a child prints.
func readAll(_ output: ProcessOutput?) async -> [UInt8] {
  var all: [UInt8] = []
  while let bytes = await output?.next() { all += bytes }
  return all
}
