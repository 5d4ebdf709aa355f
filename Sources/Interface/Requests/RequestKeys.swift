/// The keys of a request that has the focus.
package enum RequestKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.request, .requestAllow, "y", "Allow, or: the plan is right", hint: "allow"),
    KeyBinding(
      .request, .requestAlways, "a", "Allow for more than once, or all that ask the same: asks for whom and how long", hint: "always"),
    KeyBinding(.request, .requestDeny, "n", "Deny", hint: "deny"),
    KeyBinding(.request, .requestWords, "e", "Answer in words", hint: "in words"),
    KeyBinding(.request, .requestChoose, "1 2 3 4 5 6 7 8 9", "Take an offered choice", hint: "choose"),
    KeyBinding(.request, .requestSend, "Enter", "Send what was chosen, where several may be", hint: "send choices"),
    KeyBinding(.request, .requestNext, "Tab", "To the next request, then back to the transcript"),
    KeyBinding(.request, .leave, "Esc", "Leave it open", hint: "leave open"),
  ]
}
