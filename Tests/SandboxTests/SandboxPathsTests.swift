import Glibc
import Platform
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(15))) struct SandboxPathsTests {
  private func script(_ path: String, _ text: String) throws {
    try Files.makeDirectory(Files.parent(of: path))
    try Files.writeAtomically(Array(text.utf8), to: path, mode: 0o755)
  }

  @Test func whatLiesUnderUsrNeedsNothing() {
    #expect(SandboxPaths.readable(forProgram: "/usr/bin/env") == [])
    #expect(SandboxPaths.readable(forProgram: "/no/such/program") == [])
  }

  @Test func linksAreFollowedAndKept() throws {
    let box = try Box()
    try script("\(box.root)/real/program", "#!/bin/sh\n")
    symlink("real", "\(box.root)/folder")
    symlink("folder/program", "\(box.root)/link")
    #expect(
      SandboxPaths.readable(forProgram: "\(box.root)/link") == [
        "\(box.root)/link", "\(box.root)/folder", "\(box.root)/real/program",
      ])
    symlink("circle", "\(box.root)/circle")
    #expect(!SandboxPaths.readable(forProgram: "\(box.root)/circle").contains("/"))
  }

  @Test func aNodeProgramBringsItsModulesAndItsNode() throws {
    let box = try Box()
    let prefix = "\(box.root)/node-20"
    try script("\(prefix)/bin/node", "\u{7f}ELF")
    try script("\(prefix)/lib/node_modules/@a/tool/cli.js", "#!/usr/bin/env -S node --flag\n")
    symlink("../lib/node_modules/@a/tool/cli.js", "\(prefix)/bin/tool")
    let paths = SandboxPaths.readable(forProgram: "\(prefix)/bin/tool", path: "\(prefix)/bin:/usr/bin")
    #expect(paths.contains("\(prefix)/lib/node_modules"))
    #expect(paths.contains(prefix))
  }

  @Test func aPythonProgramBringsItsEnvironmentAndRunsInside() async throws {
    let box = try Box()
    let made = try await ProcessRunner.run(
      ProcessCommand("python3", ["-m", "venv", "--without-pip", "\(box.root)/venv"], environment: Environment.current), timeoutSeconds: 60)
    try #require(made.exit == .code(0), "no python3 with venv: \(made.errorText)")
    try script("\(box.root)/venv/bin/tool", "#!\(box.root)/venv/bin/python3\nimport sys, json\nprint(sys.prefix)\n")
    box.profile.readOnly = SandboxPaths.readable(forProgram: "\(box.root)/venv/bin/tool")
    #expect(box.profile.readOnly.contains("\(box.root)/venv"))
    let (exit, text) = try await box.run(ProcessCommand("\(box.root)/venv/bin/tool"))
    #expect(exit == .code(0))
    #expect(text == "\(box.root)/venv\n")
  }
}
