/// What a theme says about one role; nil: as the role to the left has it.
struct RoleLook: Hashable, Sendable {
  var foreground: Color?
  var background: Color?
  var attributes: TextAttributes?

  /// This one, with the other where this one says nothing.
  func over(_ other: RoleLook) -> RoleLook {
    RoleLook(
      foreground: foreground ?? other.foreground, background: background ?? other.background, attributes: attributes ?? other.attributes)
  }
}
