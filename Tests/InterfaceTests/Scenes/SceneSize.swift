import Screen

/// A terminal that scenes are drawn for.
struct SceneSize: Hashable, Sendable, CustomStringConvertible {
  let width: Int
  let height: Int

  /// One pane, two panes, three panes.
  static let all = [SceneSize(width: 80, height: 24), SceneSize(width: 120, height: 40), SceneSize(width: 200, height: 60)]

  var description: String { "\(width)x\(height)" }
}
