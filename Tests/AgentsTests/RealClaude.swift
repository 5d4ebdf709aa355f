import Agents
import Model
import Platform
import TestSupport

/// The real claude program (`CARREL_TEST_CLAUDE`) against the scripted model server of Tests/TestSupport.
final class RealClaude: Sendable {
  static var program: String? {
    Environment.current["CARREL_TEST_CLAUDE"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether agents can be shut in here: bubblewrap is installed and the warden was built.
  static var hasSandbox: Bool {
    let sandbox = AgentSandbox.found()
    return sandbox.warden != nil && ProcessCommand.find(sandbox.bwrap, path: nil) != nil
  }

  let address: String
  private let model: ScriptedModel

  init() async throws {
    model = try await ScriptedModel.start()
    address = model.address
  }

  func end() async { await model.end() }
}
