package import Model

/// How often a forge is asked about a pull request: soon after something changed, then ever less. Pure; all in seconds.
package enum FollowupPace {
  /// How long after a push the forge is asked for the first time.
  package static let first = 15.0
  /// The least between two looks at an open request that nobody looks at.
  package static let least = 20.0
  /// The most, within a week of its last change.
  package static let most = 600.0
  /// The most while an interface shows the task.
  package static let viewed = 15.0
  /// The most while checks run.
  package static let running = 30.0
  /// After so long checks that run are not looked at oftener than anything else.
  package static let longRun = 7_200.0
  /// Between two looks at what nothing has happened to for a week.
  package static let slow = 3_600.0
  /// After so long without a change looks are slow.
  package static let week = 7.0 * 86_400
  /// After so long without a change it is not asked about any more.
  package static let end = 60.0 * 86_400
  /// How long a merged or closed request is still asked about.
  package static let afterEnd = 3_600.0
  /// Between two looks at the comments while only the checks are asked for.
  package static let comments = 120.0
  /// Rest after each call to a forge, so that forty requests do not use its hour up.
  package static let perCall = 1.5

  /// How long to wait between two looks; nil: it is not asked about any more.
  /// - Parameter quiet: since when nothing of it changed.
  package static func interval(_ request: PublishedRequest, quiet: Double, isViewed: Bool) -> Double? {
    guard request.state == .open else { return quiet < afterEnd ? most : nil }
    if quiet >= end { return nil }
    var seconds = quiet >= week ? slow : min(max(quiet / 4, least), most)
    if request.ci == .running { seconds = min(seconds, quiet < longRun ? running : most) }
    if isViewed { seconds = min(seconds, viewed) }
    return seconds
  }

  /// How long a forge is left alone that could not be asked so many times in a row.
  package static func backOff(failures: Int) -> Double { min(30 * Double(1 << min(max(0, failures - 1), 10)), 900) }

  /// How long a forge is left alone that refuses the token.
  package static let deadToken = 1_800.0
  /// How long a request is left alone that the forge does not know, or will not show.
  package static let lost = 3_600.0
}
