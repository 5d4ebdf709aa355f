/// The keys of a terminal pane: one that leaves and one that looks back; all others go to the program inside.
package enum AttachKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.terminal, .terminalLeave, "Ctrl-]", "Leave the program; it goes on in the background", hint: "leaves"),
    KeyBinding(.terminal, .terminalLookBack, "S-PgUp", "Look back at what has scrolled away; choose and copy rows", hint: "look back"),
    KeyBinding(.lookingBack, .terminalLive, "Esc q", "Back to the program", hint: "back"),
    KeyBinding(.lookingBack, .terminalSelect, "v Space", "Begin to choose rows, or choose anew", hint: "choose"),
    KeyBinding(.lookingBack, .terminalCopy, "y Enter", "Copy the chosen rows", hint: "copy"),
    KeyBinding(.lookingBack, .movePageUp, "S-PgUp", "A page up"),
    KeyBinding(.lookingBack, .movePageDown, "S-PgDn", "A page down"),
    KeyBinding(.lookingBack, .terminalLeave, "Ctrl-]", "Leave the program; it goes on in the background", hint: "leaves"),
    KeyBinding(.list, .taskShell, "!", "A shell in the task's sandboxed workspace, or back to the one that runs"),
    KeyBinding(.list, .taskAttach, "E", "The engine's own interface in the task's sandbox, or back to the one that runs"),
    KeyBinding(.list, .taskTerminals, "", "Programs attached to tasks: back to one, or end it"),
  ]
}
