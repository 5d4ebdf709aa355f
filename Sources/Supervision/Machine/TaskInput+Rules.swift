import Platform

/// What inputs have in common.
extension TaskInput {
  /// Whether it begins something that cannot go along with the workspace being cleared or brought back.
  var needsWorkspaceToRest: Bool {
    switch self {
    case .admitted, .message, .issueTaken, .answered, .stopped, .approved, .discarded, .restored, .retried, .stepPublishes, .reviewsSent:
      true
    default: false
    }
  }

  /// Whether it only says what was done outside already: kept even while the service is ending.
  var isLastWord: Bool {
    switch self {
    case .published, .publishFailed, .removed, .handedOver, .released: true
    default: false
    }
  }

  /// Whether it is tried again on a full disk until it can be kept. The others come again by themselves, or somebody is told.
  var waitsForRoom: Bool {
    switch self {
    case .held, .credentialDead, .restarted, .shown, .silent, .stood, .weighed, .measured(_, final: false), .followed:
      false
    default: true
    }
  }

  /// Where a test may kill the program once the input is committed.
  var crashPoint: CrashPoint? {
    switch self {
    case .admitted: .admitted
    case .prepared: .preparedCommitted
    case .agentStarted: .promptCommitted
    case .measured(_, final: true): .measured
    case .approved: .approvedCommitted
    case .published: .publishedCommitted
    default: nil
    }
  }
}
