/// What has the focus in a dialog.
package enum DialogFocus: Hashable, Sendable {
  case field(Int)
  case no
  case yes
}
