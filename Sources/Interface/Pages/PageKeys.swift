/// The keys of full pages.
package enum PageKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(
      .page, .pageChoose, "Enter",
      "Keep the theme under the cursor; of attempts: to its diff; of what happened: to its task; of briefs: change them; of the outbox: what it does; of claims and runs: to the tool call; elsewhere: leave"
    ),
    KeyBinding(.page, .searchOpen, "/", "Filter: only what has all the words", hint: "filter"),
    KeyBinding(.page, .pageCopy, "y", "Copy what is shown", hint: "copy"),
    KeyBinding(.page, .outboxRetry, "r", "Of the outbox: try the one under the cursor again; asks first"),
    KeyBinding(.page, .outboxDrop, "D", "Of the outbox: take the one under the cursor out; asks first"),
    KeyBinding(.page, .ruleRevoke, "x", "Revoke the rule under the cursor"),
    KeyBinding(.page, .undo, "u", "Of rules: bring the one back that was revoked last"),
    KeyBinding(.page, .leave, "Esc q", "Leave", hint: "leave"),
    KeyBinding(.page, .helpOpen, "?", "The keys of this moment", hint: "help"),
    KeyBinding(.page, .paletteOpen, ": Ctrl-P", "Commands by name"),
    KeyBinding(.page, .detach, "Q", "Detach at once, the tasks go on"),
    KeyBinding(.page, .redraw, "Ctrl-L", "Paint the screen anew"),
    KeyBinding(.page, .suspend, "Ctrl-Z", "Suspend"),
  ]
}
