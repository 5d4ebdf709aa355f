/// A colour or a name of the palette, and where it stands.
struct ThemeWord: Hashable, Sendable {
  var text: String
  var file: String
  var line: Int
}
