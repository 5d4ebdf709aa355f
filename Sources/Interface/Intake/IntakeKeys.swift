/// The keys of the intake sheet.
package enum IntakeKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.sheet, .sheetQueue, "Enter", "Queue all used rows, or none", hint: "queue"),
    KeyBinding(.sheet, .sheetTakeOut, "x", "Take rows out, or put them back", hint: "take out"),
    KeyBinding(.sheet, .sheetEdit, "e", "Edit the cell", hint: "edit"),
    KeyBinding(.sheet, .sheetEditColumn, "E", "Edit the column for all marked rows, else for all used ones", hint: "edit column"),
    KeyBinding(.sheet, .sheetBrief, "b", "The brief that the row's agent would be given", hint: "brief"),
    KeyBinding(.sheet, .sheetMark, "Space", "Mark, or take the mark away"),
    KeyBinding(.sheet, .sheetLeft, "h Left S-Tab", "A column left"),
    KeyBinding(.sheet, .sheetRight, "l Right Tab", "A column right"),
    KeyBinding(.sheet, .sheetJoin, "J", "Join the row with the one below"),
    KeyBinding(.sheet, .sheetSplit, "s", "Split the row: each line of its body becomes a row"),
    KeyBinding(.sheet, .sheetCanaries, "c", "Only the marked ones start, else the first two; the rest waits for your word; or all again"),
    KeyBinding(.sheet, .sheetGoesOn, "C", "With canaries: the rest goes by itself when they are done, or waits for your word"),
    KeyBinding(.sheet, .sheetAgain, "a", "Queue tickets again that were queued before, or not"),
    KeyBinding(.sheet, .sheetText, "t", "Write more rows"),
    KeyBinding(.sheet, .undo, "u", "Undo"),
    KeyBinding(.sheet, .leave, "Esc q", "Leave; the sheet is kept as a draft"),
    KeyBinding(.sheet, .helpOpen, "?", "The keys of this moment", hint: "help"),
    KeyBinding(.sheet, .paletteOpen, ": Ctrl-P", "Commands by name"),
    KeyBinding(.sheet, .redraw, "Ctrl-L", "Paint the screen anew"),
    KeyBinding(.sheet, .suspend, "Ctrl-Z", "Suspend"),
  ]
}
