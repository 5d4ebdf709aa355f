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
    try SandboxedProcess.spawn(command, in: profile, warden: warden, bwrap: Self.bwrap)
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
