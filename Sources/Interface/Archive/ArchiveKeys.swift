/// The keys of the archive page; everything else that is typed is sought.
package enum ArchiveKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.everywhere, .pageArchive, "Ctrl-F", "Archive: find a text in all tasks ever"),
    KeyBinding(.everywhere, .pageStatistics, "$", "Statistics: cost, tokens and time by engine, repository and day"),
    KeyBinding(.everywhere, .pageTimeline, "T", "Timeline of the task: turns, tools and waits"),
    KeyBinding(.everywhere, .pageEvidence, "K", "Claims and deeds: what the agent says of tests and builds beside what really ran"),
    KeyBinding(.archive, .archiveOpen, "Enter", "To the task, at the place that was found", hint: "open"),
    KeyBinding(.archive, .menuDown, "Down Ctrl-N", "Next place", hint: "next"),
    KeyBinding(.archive, .menuUp, "Up Ctrl-P", "Previous place"),
    KeyBinding(.archive, .archiveNextTask, "Tab", "Next task", hint: "next task"),
    KeyBinding(.archive, .archivePreviousTask, "S-Tab", "Previous task"),
    KeyBinding(.archive, .movePageDown, "PgDn", "A page down"),
    KeyBinding(.archive, .movePageUp, "PgUp", "A page up"),
    KeyBinding(.archive, .leave, "Esc", "Leave", hint: "leave"),
  ]
}
