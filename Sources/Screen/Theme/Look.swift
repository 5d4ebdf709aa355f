/// A style made of colours and attributes: what a terminal is told.
package struct Look: Hashable, Sendable {
  /// The text's colour.
  package var foreground: Color
  /// The colour under it.
  package var background: Color
  /// Bold, reverse, ….
  package var attributes: TextAttributes

  /// A look.
  package init(foreground: Color = .none, background: Color = .none, attributes: TextAttributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The look on a terminal of this depth. With 8 colours a bright text colour becomes bold; without colours a background that is not the plain one is
  /// shown in reverse, so that a selection is never lost.
  package func quantised(to depth: ColorDepth, plainBackground: Color) -> Look {
    var look = Look(foreground: foreground.quantised(to: depth), background: background.quantised(to: depth), attributes: attributes)
    switch depth {
    case .mono:
      if background != plainBackground { look.attributes.insert(.reverse) }
    case .eight:
      if case .indexed(let number) = foreground, number > 8, number < 16 { look.attributes.insert(.bold) }
    case .sixteen, .indexed, .direct: break
    }
    if look.foreground == look.background, look.foreground != .none { look.foreground = look.contrast }
    return look
  }

  /// Black or white, whichever can be read on the background: two colours that fell together in a smaller table must not hide the text.
  private var contrast: Color {
    let (red, green, blue) = background.components
    return .indexed(299 * red + 587 * green + 114 * blue > 127_000 ? 0 : 7)
  }
}
