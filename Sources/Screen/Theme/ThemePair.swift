/// A value for dark and for light terminals.
struct ThemePair<Value: Hashable & Sendable>: Hashable, Sendable {
  var dark: Value
  var light: Value

  subscript(brightness: Theme.Brightness) -> Value { brightness == .dark ? dark : light }
}
