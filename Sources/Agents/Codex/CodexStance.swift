import JSON
import Model
import Sandbox

/// How freely codex works: when it asks, and in which sandbox of its own. Inside Carrel's sandbox its own cannot be made, and is not needed.
struct CodexStance: Hashable, Sendable {
  /// `approvalPolicy`.
  var approval: String
  /// `sandbox` of a thread.
  var sandbox: String
  private var opensNetwork: Bool

  /// While it works.
  static func working(_ setup: AgentSetup) -> CodexStance {
    let asks = setup.mode == .ask || CodexRules(setup).restricts
    return CodexStance(approval: asks ? "untrusted" : "never", sandbox: isInside(setup) ? "danger-full-access" : "workspace-write", setup)
  }

  /// While it plans.
  static func planning(_ setup: AgentSetup) -> CodexStance {
    CodexStance(approval: "untrusted", sandbox: isInside(setup) ? "danger-full-access" : "read-only", setup)
  }

  /// `sandboxPolicy` of a turn.
  var policy: JSONValue {
    switch sandbox {
    case "workspace-write":
      [
        "type": "workspaceWrite", "writableRoots": [], "networkAccess": .bool(opensNetwork), "excludeTmpdirEnvVar": false,
        "excludeSlashTmp": false,
      ]
    case "read-only": ["type": "readOnly", "networkAccess": false]
    default: ["type": "dangerFullAccess"]
    }
  }

  private init(approval: String, sandbox: String, _ setup: AgentSetup) {
    self.approval = approval
    self.sandbox = sandbox
    opensNetwork = setup.sandbox.network == .open
  }

  private static func isInside(_ setup: AgentSetup) -> Bool { setup.sandbox.level != .none }
}
