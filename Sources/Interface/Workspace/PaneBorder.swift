/// A border between two panes, which the mouse can drag.
package enum PaneBorder: Hashable, Sendable {
  /// Right of the list.
  case list
  /// Left of the diff, with three panes.
  case diff
}
