/// The keys for what comes after a pull request was opened.
package enum PullKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.everywhere, .pullOpen, "M", "The task's pull request: state, checks, comments"),
    KeyBinding(.list, .pullRelease, "c", "Let the CI of the pull request run that is held; asks first"),
    KeyBinding(.list, .pullSend, "", "Hand comments on the pull request to the agent; asks which"),
    KeyBinding(.list, .pullRefresh, "", "Ask the forge about the pull request now"),
    KeyBinding(.list, .pullCopy, "", "Copy the address of the pull request"),
    KeyBinding(.page, .pullSend, "s", "Of a pull request: hand comments to the agent; asks which"),
    KeyBinding(.page, .pullRelease, "c", "Of a pull request: let its CI run that is held; asks first"),
    KeyBinding(.page, .pullRefresh, "f", "Of a pull request: ask the forge now"),
    KeyBinding(.page, .pullCopy, "U", "Of a pull request: copy its address"),
  ]
}
