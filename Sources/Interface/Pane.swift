/// The three panes of the workspace, from the left.
package enum Pane: Int, Hashable, Sendable, CaseIterable {
  case list, transcript, diff
}
