internal import Model
internal import Wire

/// What may not be done to a task that another operator holds. The service refuses it all the same; here it is said before.
enum LeaseRules {
  private static let guarded: Set<Command> = [
    .taskMessage, .taskIssue, .taskRetry, .taskApprove, .taskDiscard, .requestAllow, .requestAlways, .requestDeny, .requestWords,
    .requestChoose,
    .requestSend, .diffTick, .diffComment, .diffSendComments, .pullSend, .pullRelease,
  ]
  private static let ofTheOneShown: Set<Command> = [
    .requestAllow, .requestAlways, .requestDeny, .requestWords, .requestChoose, .requestSend, .diffTick, .diffComment, .diffSendComments,
    .pullSend, .pullRelease,
  ]

  /// Why a command cannot be done to a task because of who holds it; nil: nobody else does.
  static func reason(against command: Command, for task: TaskRecord, _ state: InterfaceState) -> String? {
    guard guarded.contains(command), let lease = state.presence.lease(of: task.id, against: state.author) else { return nil }
    let key = state.keymap.row(of: .leaseOpen)?.keys.first.map(KeyName.short) ?? ":"
    return "\(task.id) is \(PeopleWords.name(lease.holder))'s now, you can only look: \(key) asks for it."
  }

  /// The same of a command that is about the task that is shown, and of those about leases.
  static func reason(against command: Command, _ state: InterfaceState) -> String? {
    if ofTheOneShown.contains(command) { return state.selected.flatMap { reason(against: command, for: $0, state) } }
    guard [.leaseOpen, .leaseAsk, .leaseHandOver, .leaseTake].contains(command) else { return nil }
    guard let task = state.selected else { return "There is no task here yet." }
    guard state.connection == .attached else { return "The service cannot be reached now." }
    let lease = state.presence.lease(of: task.id)
    switch command {
    case .leaseAsk, .leaseTake:
      guard let lease, lease.holder != state.author else { return "Nobody else holds \(task.id)." }
      if command == .leaseAsk { return lease.asked.contains(state.author) ? "\(PeopleWords.name(lease.holder)) was asked already." : nil }
      return mayTry(lease, state)
        ? nil : "Ask \(PeopleWords.name(lease.holder)) first; who does not answer in half a minute can be passed over."
    case .leaseHandOver:
      guard let lease, lease.holder == state.author else { return "You do not hold \(task.id)." }
      return lease.asked.isEmpty ? "Nobody asked for \(task.id)." : nil
    default: return nil
    }
  }

  /// Whether taking it is worth a try: the service decides.
  private static func mayTry(_ lease: ReviewLease, _ state: InterfaceState) -> Bool {
    lease.asked.contains(state.author) || state.presence.operators.allSatisfy { $0.author != lease.holder || $0.place.isAway }
      || lease.since.seconds(until: state.now) >= 300
  }
}
