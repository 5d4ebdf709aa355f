package import Configuration
import Model
import Platform

/// Finds the running service, or starts one: a process of its own session that outlives the client, its terminal and its login.
package struct ServiceStarter: Sendable {
  /// Where everything lies.
  package var paths: SettingsPaths
  /// The program's version.
  package var version: String
  /// This program's file.
  package var executable: String
  /// The client's environment.
  package var environment: [String: String]
  /// The operator's name.
  package var author: String

  /// A starter.
  package init(paths: SettingsPaths, version: String, executable: String, environment: [String: String], author: String) {
    self.paths = paths
    self.version = version
    self.executable = executable
    self.environment = environment
    self.author = author
  }

  /// Connects, without starting a service.
  package func connectOnly() async throws(ClientError) -> ServiceClient {
    try await ServiceClient.connect(socket: paths.socket, version: version, author: author, environment: environment)
  }

  /// Connects; starts a service first when none runs. A service that ends while it is being greeted was asked nothing yet: the one after it is asked.
  /// - Throws: `ClientError.unreachable` when it does not come up, with what it said; `disconnected` when several in a row end like that.
  package func connect() async throws(ClientError) -> ServiceClient {
    for _ in 0..<Self.greetings {
      do throws(ClientError) { return try await connectOnly() } catch {
        switch error {
        case .unreachable: try await start()
        case .disconnected: continue
        default: throw error
        }
      }
    }
    return try await connectOnly()
  }

  /// How many services may end in a row while they are greeted.
  private static let greetings = 3

  /// Starts a service and waits until it listens, or says why not.
  private func start() async throws(ClientError) {
    do throws(PlatformError) {
      try Files.makeDirectory(paths.state)
      var command = ProcessCommand(executable, ["service", "run"])
      command.environment = serviceEnvironment
      command.directory = "/"
      command.input = .null
      command.errorOutput = .pipe
      let child = try ChildProcess.spawn(command)
      // It prints one line when it listens (or why it cannot), then lets go of the pipe.
      var said: [UInt8] = []
      while let bytes = await child.output.next() {
        said += bytes
        if said.contains(0x0A) { break }
      }
      let text = String(decoding: said.prefix { $0 != 0x0A }, as: UTF8.self)
      if text == "listening" || text == "running" { return }
      var why: [UInt8] = []
      while let bytes = await child.errorOutput?.next() { why += bytes }
      _ = await child.wait()
      let reason = String(decoding: why, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? text
      throw PlatformError.io(doing: "starting the service", reason: reason.isEmpty ? "it ended at once" : reason)
    } catch {
      throw .unreachable(error.text)
    }
  }

  /// What a service needs of the environment: paths, locale and proxies; no credential.
  private var serviceEnvironment: [String: String] {
    let kept = [
      "HOME", "PATH", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "CARREL_CONFIG",
      "CARREL_STATE_DIR", "DEFAULT_ENGINE", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy",
      "CARREL_DEMO_PACE", "CARREL_CRASH_AT",
    ]
    return environment.filter { kept.contains($0.key) }
  }
}
