extension Command {
  /// Questions that stand between a key and what destroys, publishes or sends.
  enum Question: Hashable, Sendable {
    /// A dialog.
    case dialog
    /// What an agent asks.
    case request
  }

  /// The question that the command asks first.
  var leads: Question? {
    switch self {
    case .taskApprove, .taskDiscard, .taskStop, .taskInterrupt, .taskCompact, .taskUnsandboxed, .taskIssue, .taskRebase, .queueClean,
      .outboxRetry,
      .outboxDrop, .pullSend, .pullRelease:
      .dialog
    case .taskOpen, .transcriptOpen, .paneNext, .requestNext: .request
    default: nil
    }
  }

  /// The question that the command answers with a yes.
  var decides: Question? {
    switch self {
    case .dialogYes: .dialog
    case .requestAllow, .requestDeny, .requestAlways: .request
    default: nil
    }
  }

  /// Whether a place could not be left without it, or nothing be found again.
  var isWayOut: Bool {
    switch self {
    case .leave, .dialogNo, .filterClear, .paletteOpen, .menuRun, .filterAccept, .textSend, .fieldConfirm: true
    default: false
    }
  }
}
