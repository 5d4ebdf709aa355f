/// The keys of the composer and of everything that is typed.
package enum ComposerKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.composer, .textSend, "Enter", "Send", hint: "send"),
    KeyBinding(.composer, .textNewline, "Alt-Enter Ctrl-J", "New line", hint: "new line"),
    KeyBinding(.composer, .textEditor, "Ctrl-E", "Write in $EDITOR", hint: "$EDITOR"),
    KeyBinding(.composer, .textUp, "Up", "Line up; on the first line: an earlier message"),
    KeyBinding(.composer, .textDown, "Down", "Line down; on the last line: a later message"),
    KeyBinding(.composer, .leave, "Esc", "Leave; the text is kept as a draft", hint: "keep as draft"),
    KeyBinding(.field, .fieldConfirm, "Enter", "Take the text"),
    KeyBinding(.field, .dialogNext, "Tab Down", "To the next field or button"),
    KeyBinding(.field, .dialogPrevious, "S-Tab Up", "To the previous field or button"),
    KeyBinding(.field, .leave, "Esc", "Leave it as it was"),
    KeyBinding(.typing, .textLeft, "Left Ctrl-B", "Left"),
    KeyBinding(.typing, .textRight, "Right Ctrl-F", "Right"),
    KeyBinding(.typing, .textWordLeft, "Ctrl-Left Alt-b", "A word left"),
    KeyBinding(.typing, .textWordRight, "Ctrl-Right Alt-f", "A word right"),
    KeyBinding(.typing, .textLineStart, "Home Ctrl-A", "To the start of the line"),
    KeyBinding(.typing, .textLineEnd, "End", "To the end of the line"),
    KeyBinding(.typing, .textBackspace, "Backspace Ctrl-H", "Delete the character before"),
    KeyBinding(.typing, .textDelete, "Delete Ctrl-D", "Delete the character under the cursor"),
    KeyBinding(.typing, .textDeleteWord, "Ctrl-W Alt-Backspace", "Delete the word before"),
    KeyBinding(.typing, .textDeleteToStart, "Ctrl-U", "Delete to the start of the line"),
    KeyBinding(.typing, .textDeleteToEnd, "Ctrl-K", "Delete to the end of the line"),
    KeyBinding(.typing, .redraw, "Ctrl-L", "Paint the screen anew"),
    KeyBinding(.typing, .suspend, "Ctrl-Z", "Suspend"),
  ]
}
