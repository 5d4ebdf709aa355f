/// The keys of the palette, the help and short menus; everything else that is typed narrows them.
package enum PaletteKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.menu, .menuRun, "Enter", "Do it", hint: "do it"),
    KeyBinding(.menu, .menuDown, "Down Ctrl-N", "Down"),
    KeyBinding(.menu, .menuUp, "Up Ctrl-P", "Up"),
    KeyBinding(.menu, .movePageDown, "PgDn", "A page down"),
    KeyBinding(.menu, .movePageUp, "PgUp", "A page up"),
    KeyBinding(.menu, .leave, "Esc", "Leave", hint: "leave"),
  ]
}
