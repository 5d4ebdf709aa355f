import JSON
import Model

/// The account's limits as codex knows them (`account/rateLimits/updated`): which window is used how far, and when it starts anew.
struct CodexLimits: Sendable {
  private struct Window {
    var used: Int
    var resetsAt: Timestamp?
  }

  private var windows: [String: Window] = [:]
  private var warned: Set<String> = []

  /// Takes an update, which may leave out what has not changed; a warning the first time that a window is nearly used up.
  mutating func update(_ limits: JSONValue) -> AgentEvent? {
    for name in ["primary", "secondary"] {
      guard let window = limits[name], let used = window["usedPercent"]?.double.flatMap({ Int(exactly: $0.rounded()) }) else { continue }
      let resets = window["resetsAt"]?.double.flatMap { Int64(exactly: ($0 * 1000).rounded()) }.map(Timestamp.init(milliseconds:))
      windows[name] = Window(used: used, resetsAt: resets ?? windows[name]?.resetsAt)
    }
    guard
      let (name, window) = windows.filter({ $0.value.used >= 90 && $0.value.used < 100 && !warned.contains($0.key) }).min(by: {
        $0.key < $1.key
      })
    else { return nil }
    warned.insert(name)
    return .notice(.warning, "\(window.used) % of the account's \(name) limit is used\(Self.reset(window.resetsAt)).")
  }

  /// The event of a limit that is reached: until the last of the full windows starts anew.
  func reached(_ failure: TaskFailure) -> AgentEvent {
    let full = windows.values.filter { $0.used >= 100 }
    let until = full.count == full.compactMap(\.resetsAt).count ? full.compactMap(\.resetsAt).max() : nil
    return .rateLimited(until: until, text: "The account's usage limit is reached\(Self.reset(until)).")
  }

  private static func reset(_ moment: Timestamp?) -> String { moment.map { ", resets at \($0)" } ?? "" }
}
