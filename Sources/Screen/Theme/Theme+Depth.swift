extension Theme {
  /// The look of a style on a terminal of this depth. Where the colours that set a thing off fall together with the plain background, as the quiet greys of
  /// most themes do in a smaller table, it is set off by an attribute: a selection, a match or a changed word is never lost.
  package func look(of style: Style, depth: ColorDepth) -> Look {
    var look = look(of: style).quantised(to: depth, plainBackground: plainBackground)
    guard depth != .mono, depth != .direct, look.background == plainBackground.quantised(to: depth) else { return look }
    let roles = [style.role, style.under]
    if roles.contains(where: { $0?.isSetOff == true }), plainBackground != background(style) {
      look.attributes.insert(.reverse)
    } else if roles.contains(where: { $0 == .selection || $0 == .field || $0 == .fieldFocused }), plainBackground != background(style) {
      look.attributes.insert(.underline)
    }
    return look
  }

  private func background(_ style: Style) -> Color { look(of: style).background }
}

extension Role {
  /// Whether it says something by its background.
  fileprivate var isSetOff: Bool {
    switch self {
    case .selectionFocused, .textMatch, .dialogButton, .diffAddedWord, .diffRemovedWord, .risky: true
    default: false
    }
  }
}
