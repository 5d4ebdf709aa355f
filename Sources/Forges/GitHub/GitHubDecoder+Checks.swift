import JSON
import Model

extension GitHubDecoder {
  /// A check run (`/commits/{ref}/check-runs`).
  static func checkRun(_ value: JSONValue) -> CICheck? {
    guard let name = value["name"]?.string, let status = value["status"]?.string else { return nil }
    let conclusion = value["conclusion"]?.string
    return CICheck(
      name: name, state: state(status: status, conclusion: conclusion),
      text: value["output"]?["title"]?.string ?? words(conclusion ?? status), url: value["details_url"]?.string ?? value["html_url"]?.string
    )
  }

  /// A run of a workflow (`/actions/runs`), for tokens that may not read check runs.
  static func workflowRun(_ value: JSONValue) -> CICheck? {
    guard let status = value["status"]?.string else { return nil }
    let conclusion = value["conclusion"]?.string
    return CICheck(
      name: value["name"]?.string ?? "workflow", state: state(status: status, conclusion: conclusion), text: words(conclusion ?? status),
      url: value["html_url"]?.string)
  }

  /// A commit status (`/commits/{ref}/status`, `statuses`).
  static func status(_ value: JSONValue) -> CICheck? {
    guard let name = value["context"]?.string, let state = value["state"]?.string else { return nil }
    let known: CIState =
      switch state {
      case "success": .passed
      case "pending": .running
      default: .failed
      }
    return CICheck(name: name, state: known, text: value["description"]?.string ?? "", url: value["target_url"]?.string)
  }

  /// `action_required` waits for a person: it is neither passed nor failed.
  private static func state(status: String, conclusion: String?) -> CIState {
    guard status == "completed" else { return .running }
    return switch conclusion {
    case "success", "neutral", "skipped": .passed
    case "action_required", nil: .running
    default: .failed
    }
  }

  private static func words(_ name: String) -> String { name.replacing("_", with: " ") }
}
