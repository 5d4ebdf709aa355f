/// The two parts of the diff pane.
package enum DiffPart: Hashable, Sendable {
  case files, text
}
