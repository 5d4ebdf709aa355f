/// What a theme file says about a role, with the names of its palette.
struct ThemeRole: Hashable, Sendable {
  var foreground: ThemeWord?
  var background: ThemeWord?
  var attributes: TextAttributes?
}
