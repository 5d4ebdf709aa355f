import Platform

/// The real `carrel` in a world of its own: home, configuration, state directory, a repository and its bare remote, all in one private directory. At the end the
/// service is stopped, and nothing may be left: no process, no mount.
package struct CarrelProgram: Sendable {
  /// The private directory.
  package let root: TestRepositoryRoot
  /// The environment of every command; nothing else is inherited.
  package var environment: [String: String]
  /// The working copy that tickets are for.
  package let repository: TestRepository
  /// Its bare remote.
  package let remote: TestRepository

  /// The program, built beside the tests.
  package static let path: String = {
    let folder = Files.parent(of: Environment.executable ?? "")
    return "\(folder)/carrel"
  }()
  /// The state directory.
  package var state: String { "\(root.path)/state" }
  /// The configuration file.
  package var configuration: String { "\(root.path)/config/carrel/config.toml" }

  /// Runs a body in a fresh world, then stops the service and looks for what was left behind.
  /// - Throws: what the body throws, or `TestRepositoryFailure` with what is left.
  package static func use(config: String = "default_engine = \"demo\"\n", _ body: (CarrelProgram) async throws -> Void) async throws {
    try await TestRepositoryRoot.use { root in
      let program = try await CarrelProgram(root, config)
      do {
        try await body(program)
      } catch {
        _ = try? await program.run("service", "stop")
        try await program.killWhatIsLeft()
        throw error
      }
      try await program.ok("service", "stop")
      try await program.nothingIsLeft()
    }
  }

  private init(_ root: TestRepositoryRoot, _ config: String) async throws {
    self.root = root
    repository = try await root.repository(
      "greeter", files: ["README.md": "# Greeter\n", "src/greet.py": "def greet(name):\n    return name\n"])
    remote = try await root.bare("greeter.git")
    try await repository.git("remote", "add", "origin", remote.path)
    try await repository.git("push", "-q", "origin", "main")
    environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "\(root.path)/home", "XDG_CONFIG_HOME": "\(root.path)/config",
      "XDG_STATE_HOME": "\(root.path)/xdg-state", "CARREL_STATE_DIR": "\(root.path)/state", "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
      "TERM": "xterm-256color", "USER": "ann",
    ]
    try Files.makeDirectory("\(root.path)/config/carrel")
    try configure(config)
  }

  /// Writes the configuration file. What this machine has left decides nothing, unless the text speaks of it.
  package func configure(_ text: String) throws {
    let host = text.contains("[host]") ? "" : "\n[host]\nmin_free_memory_mb = 0\nagent_memory_mb = 0\nmax_load_per_core = 0\n"
    try Files.writeAtomically(Array((text + host).utf8), to: configuration)
  }
}
