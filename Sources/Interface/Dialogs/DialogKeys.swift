/// The keys of dialogs, while no text is typed in them.
package enum DialogKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.dialog, .dialogConfirm, "Enter", "Do what the highlighted button says (No at first)", hint: "the highlighted"),
    KeyBinding(.dialog, .dialogYes, "y", "Yes", hint: "yes"),
    KeyBinding(.dialog, .dialogNo, "n q", "No", hint: "no"),
    KeyBinding(.dialog, .dialogNext, "Tab Right l", "To the next field or button"),
    KeyBinding(.dialog, .dialogPrevious, "S-Tab Left h", "To the previous field or button"),
    KeyBinding(.dialog, .leave, "Esc", "Leave; nothing is done"),
    KeyBinding(.dialog, .redraw, "Ctrl-L", "Paint the screen anew"),
    KeyBinding(.dialog, .suspend, "Ctrl-Z", "Suspend"),
  ]
}
