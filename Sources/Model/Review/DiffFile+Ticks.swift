extension DiffFile {
  /// Why it is sensitive; empty when it is not.
  package var sensitivities: [SensitiveReason] { reasons ?? [] }

  /// Whether it is published only with an operator's tick.
  package var needsTick: Bool { sensitivities.contains { $0.needsTick } }

  /// What a tick is bound to: everything about the file that is published. Another content, mode or old path has another stamp.
  package var stamp: String { "\(status.rawValue) \(mode ?? "-") \(blob.isEmpty ? "-" : blob)" + (oldPath.map { " \($0)" } ?? "") }

  /// The classes, those that need a tick first: "hook, executable".
  package var sensitiveWords: String {
    let kinds = sensitivities.filter(\.needsTick) + sensitivities.filter { !$0.needsTick }
    return kinds.map(\.kind.rawValue).joined(separator: ", ")
  }
}
