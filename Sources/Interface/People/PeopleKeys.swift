/// The keys about other operators and about what happened meanwhile.
package enum PeopleKeys {
  /// The tables.
  package static let bindings: [KeyBinding] = [
    KeyBinding(.everywhere, .pageSince, "W", "What happened while you were away: what asks, failed, finished, and what it cost"),
    KeyBinding(.everywhere, .leaseOpen, "L", "Whose task it is: ask for it, hand it over, take it over"),
    KeyBinding(.everywhere, .leaseAsk, "", "Ask the operator who holds the task for it"),
    KeyBinding(.everywhere, .leaseHandOver, "", "Hand the task over to the operator who asked for it"),
    KeyBinding(.everywhere, .leaseTake, "", "Take the task over from the operator who holds it; asks first"),
  ]
}
