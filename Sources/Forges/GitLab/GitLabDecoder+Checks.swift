import JSON
import Model

extension GitLabDecoder {
  /// A job, or the status that an outside service set (`/repository/commits/:sha/statuses`).
  static func status(_ value: JSONValue) -> CICheck? {
    guard let name = value["name"]?.string, let status = value["status"]?.string else { return nil }
    let mayFail = value["allow_failure"]?.bool ?? false
    var state = state(status)
    // A job that waits for a person holds its pipeline up only when it may not be left out.
    if mayFail, state == .failed || status == "manual" { state = .passed }
    let text = value["description"]?.string ?? words(status)
    return CICheck(
      name: name, state: state, text: mayFail && status == "failed" ? "\(text) (may fail)" : text, url: value["target_url"]?.string)
  }

  /// A pipeline as one check, for those without jobs: those whose file is wrong, and skipped ones, in which nothing was checked.
  static func pipeline(_ value: JSONValue) -> CICheck? {
    guard let id = identifier(value), let status = value["status"]?.string else { return nil }
    return CICheck(
      name: "pipeline \(id)", state: status == "skipped" ? .none : state(status), text: words(status), url: value["web_url"]?.string)
  }

  /// The pipeline that a job belongs to.
  static func pipeline(of status: JSONValue) -> Int64? { status["pipeline_id"]?.int.map(Int64.init) }

  /// `CommitStatus` in GitLab's documentation of pipelines and jobs.
  private static func state(_ status: String) -> CIState {
    switch status {
    case "success", "skipped": .passed
    case "failed", "canceled", "canceling": .failed
    default: .running
    }
  }

  private static func words(_ name: String) -> String { name.replacing("_", with: " ") }
}
