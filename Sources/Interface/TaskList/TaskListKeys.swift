/// The keys of the task list and its filter line.
package enum TaskListKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.list, .taskOpen, "Enter", "To what the task asks, else to its transcript", hint: "open"),
    KeyBinding(.list, .taskMessage, "m", "Write a message to the agent (to all marked)", hint: "message"),
    KeyBinding(.list, .taskApprove, "A", "Approve and publish: branch, remote, files and message are shown first", hint: "approve"),
    KeyBinding(.list, .taskDiscard, "D", "Discard; says first what would be lost", hint: "discard"),
    KeyBinding(.list, .taskMark, "Space", "Mark, or take the mark away", hint: "mark"),
    KeyBinding(.list, .taskRange, "V", "Mark a range: begin or end it"),
    KeyBinding(.list, .taskRetry, "r", "Retry a task that ended, or go on after an interruption"),
    KeyBinding(.list, .taskStop, "S", "Stop; asks first"),
    KeyBinding(.list, .taskCompare, "=", "Compare the attempts at this ticket: change, check, cost, time"),
    KeyBinding(.list, .taskSort, "o", "Sort and group", hint: "sort"),
    KeyBinding(.list, .taskFold, "z", "Show the tasks that ask the same one by one, or fold them into one row"),
    KeyBinding(.list, .canaryGo, "O", "Let those start that wait for the canaries of this list; asks first"),
    KeyBinding(.list, .briefAdd, "B", "Add to the brief of those that wait for canaries (else of this task); shows first what changes"),
    KeyBinding(.list, .taskIssue, "Z", "The changed issue of the task: take the new text, or hand it to the agent; asks first"),
    KeyBinding(.list, .taskMarkAll, "", "Mark all tasks that the filter shows"),
    KeyBinding(.list, .taskMarkNone, "", "Take all marks away"),
    KeyBinding(.list, .taskInterrupt, "", "Interrupt the running turn; asks first"),
    KeyBinding(.list, .taskUndelete, "", "Bring a discarded or cleaned task's work back"),
    KeyBinding(.list, .taskCompact, "", "Compact the agent's conversation; asks first"),
    KeyBinding(.list, .taskModel, "", "Give the task another model"),
    KeyBinding(.list, .taskRaise, "", "Raise a queued task's priority by 1"),
    KeyBinding(.list, .taskLower, "", "Lower a queued task's priority by 1"),
    KeyBinding(.list, .taskUnsandboxed, "", "Let the task's repository run without a sandbox; asks first"),
    KeyBinding(.list, .taskCopy, "y", "Copy the task's number and title"),
    KeyBinding(.filter, .filterAccept, "Enter", "Keep the filter and go back to the list", hint: "keep"),
    KeyBinding(.filter, .filterClear, "Esc", "Take the filter away", hint: "clear"),
    KeyBinding(.filter, .menuDown, "Down", "Next task"),
    KeyBinding(.filter, .menuUp, "Up", "Previous task"),
  ]
}
