package import Model
import Platform

/// A scripted agent that needs no model, key or network: for trying Carrel (`carrel demo`) and for its tests. Its program is Carrel itself
/// (`carrel demo-engine`), which speaks claude's protocol; so everything but the model is the real thing.
package struct DemoEngine: CodingEngine {
  package let name = "demo"
  package let capabilities = ClaudeEngine.allCapabilities
  package let credentialVariables: [String] = []
  package let passedVariables = ["CARREL_DEMO_PACE"]
  package let loginFile: String? = nil
  package let needsCredential = false
  package let installHint = "it is a part of carrel"
  private let executable: String?
  private let sandbox: AgentSandbox

  /// The engine. `executable` is the program that understands `demo-engine`, this program itself if nil; `sandbox` is what its agents' sandboxes are made with.
  package init(executable: String? = nil, sandbox: AgentSandbox = .found()) {
    self.executable = executable
    self.sandbox = sandbox
  }

  package func status(command: String?, environment: [String: String]) async -> EngineStatus {
    var status = EngineStatus(
      name: name, path: path, installHint: installHint, credential: "none needed",
      variables: ["CARREL_DEMO_PACE": environment["CARREL_DEMO_PACE"] != nil], defaultModel: DemoProgram.model,
      capabilities: capabilities.names)
    status.version = "built in"
    if status.path == nil { status.problem = "carrel's own program file is gone; install it again" }
    return status
  }

  package func holdsSession(_ id: String, home: String) -> Bool {
    !id.isEmpty && !id.contains("/") && Files.isFile(DemoMemory.path(home: home, session: id))
  }

  package func makeAgent(_ setup: AgentSetup) throws(TaskFailure) -> any CodingAgent {
    guard let path = setup.command ?? path else {
      throw TaskFailure(.engine, "Starting demo: carrel's own program file is gone; install it again.")
    }
    let program = AgentProgram(engine: name, path: path, arguments: ["demo-engine"], readOnly: ProgramSearch.readOnly(path) + Self.ownLibraries)
    let sandbox = sandbox
    return ClaudeAgent(program: program, setup: setup, capabilities: capabilities) { command, setup async throws(TaskFailure) in
      try await AgentLauncher.launch(command, setup, program, sandbox)
    }
  }

  /// The directories of the shared libraries that this very program was linked with outside the system's own: a debug build's Swift runtime.
  private static var ownLibraries: [String] {
    guard let maps = try? Files.readText("/proc/self/maps", limit: 4 << 20) else { return [] }
    var directories = Set<String>()
    for line in maps.split(separator: "\n") {
      guard let start = line.firstIndex(of: "/") else { continue }
      let file = String(line[start...])
      guard file.contains(".so"), !["/usr/", "/lib/", "/lib64/", "/bin/"].contains(where: file.hasPrefix) else { continue }
      directories.insert(Files.parent(of: file))
    }
    return directories.sorted()
  }

  private var path: String? { executable ?? Environment.executable }
}
