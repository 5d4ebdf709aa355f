/// The looks of all roles, for dark and for light terminals.
package struct Theme: Hashable, Sendable {
  /// Which of its two sets is shown.
  package enum Brightness: String, Hashable, Sendable {
    case dark, light
  }

  /// Its name, as in the settings.
  package let name: String
  /// Which of its two sets is shown; the operator's choice or the terminal's answer.
  package var brightness: Brightness
  private let dark: [Role: RoleLook]
  private let light: [Role: RoleLook]

  /// A theme of looks that have been resolved: every role has an entry (`ThemeFile.theme`).
  init(name: String, brightness: Brightness, dark: [Role: RoleLook], light: [Role: RoleLook]) {
    self.name = name
    self.brightness = brightness
    self.dark = dark
    self.light = light
  }

  /// The look of a style: the text's role gives the colours; what lies under it gives the background, if it has one, and its attributes on top.
  package func look(of style: Style) -> Look {
    let own = role(style.role)
    var look = Look(foreground: own.foreground ?? .none, background: own.background ?? .none, attributes: own.attributes ?? [])
    if let ink = style.ink {
      if ink.foreground != .none { look.foreground = ink.foreground }
      if ink.background != .none { look.background = ink.background }
      look.attributes = ink.attributes
    }
    guard let under = style.under else { return look }
    let below = role(under)
    if let background = below.background, background != plainBackground { look.background = background }
    look.attributes.formUnion(below.attributes ?? [])
    return look
  }

  /// The background of plain text.
  package var plainBackground: Color { role(.text).background ?? .none }

  private func role(_ role: Role) -> RoleLook {
    (brightness == .dark ? dark : light)[role] ?? RoleLook()
  }
}
