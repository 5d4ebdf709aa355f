/// The keys of the issues page.
package enum IssuesKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.everywhere, .pageIssues, "I", "Issues of a repository or tracker: choose some for the intake sheet"),
    KeyBinding(.issues, .issuesTake, "Enter i", "The marked issues, else this one, into the intake sheet", hint: "to the sheet"),
    KeyBinding(.issues, .issuesMark, "Space", "Mark, or take the mark away", hint: "mark"),
    KeyBinding(.issues, .issuesMarkAll, "a", "Mark all that no task stands for; or none again", hint: "mark all"),
    KeyBinding(.issues, .issuesFields, "/ Tab S-Tab", "To the fields: ask for other issues", hint: "fields"),
    KeyBinding(.issues, .issuesAsk, "r", "Ask again"),
    KeyBinding(.issues, .issuesTask, "t", "To the task that stands for the issue", hint: "task"),
    KeyBinding(.issues, .issuesCopy, "y", "Copy the issue's address"),
    KeyBinding(.issues, .leave, "Esc q", "Leave", hint: "leave"),
    KeyBinding(.issues, .helpOpen, "?", "The keys of this moment", hint: "help"),
    KeyBinding(.issues, .paletteOpen, ": Ctrl-P", "Commands by name"),
    KeyBinding(.issues, .detach, "Q", "Detach at once, the tasks go on"),
    KeyBinding(.issues, .redraw, "Ctrl-L", "Paint the screen anew"),
    KeyBinding(.issues, .suspend, "Ctrl-Z", "Suspend"),
    KeyBinding(.issueFields, .issuesAsk, "Enter", "Ask for the issues that the fields say", hint: "ask"),
    KeyBinding(.issueFields, .issuesNextField, "Tab Down", "Next field; behind the last one the issues", hint: "next"),
    KeyBinding(.issueFields, .issuesPreviousField, "S-Tab Up", "Previous field"),
    KeyBinding(.issueFields, .leave, "Esc", "To the issues; without any: leave", hint: "leave"),
  ]
}
