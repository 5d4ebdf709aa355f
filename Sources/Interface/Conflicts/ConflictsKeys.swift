/// The keys of the page of tasks that are in each other's way.
package enum ConflictsKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.everywhere, .pageConflicts, "X", "Conflicts: which tasks are in each other's way, and in which order to publish them"),
    KeyBinding(.list, .taskRebase, "", "Bring the change onto the present state of its branch; asks first"),
    KeyBinding(.conflicts, .conflictsOpen, "Enter", "The files and hunks of the pair; of the order: to the task's diff", hint: "files"),
    KeyBinding(.conflicts, .conflictsLeft, "h Left", "A column left"),
    KeyBinding(.conflicts, .conflictsRight, "l Right", "A column right"),
    KeyBinding(.conflicts, .conflictsNext, "n", "To the next pair that does not merge", hint: "next conflict"),
    KeyBinding(.conflicts, .conflictsPrevious, "N", "To the pair before that does not merge"),
    KeyBinding(
      .conflicts, .conflictsTrain, "o", "The order to publish in and what comes of it, or the table again", hint: "order, rehearsal"),
    KeyBinding(.conflicts, .conflictsRepository, "Tab", "The next repository"),
    KeyBinding(.conflicts, .conflictsFetch, "f", "Bring the mirror's branches up to date and look again", hint: "fetch"),
    KeyBinding(.conflicts, .taskRebase, "b", "Bring the row's task onto the present state of its branch; asks first", hint: "rebase"),
  ]
}
