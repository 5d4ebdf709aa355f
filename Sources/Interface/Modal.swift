/// What lies over the panes; the last one has the keys.
package enum Modal: Hashable, Sendable {
  case composer(ComposerState)
  case dialog(DialogState)
  case menu(MenuState)
  case intake(IntakeState)
  case page(PageState)
  /// An attached program, by its id.
  case terminal(AttachmentID)
}
