extension TaskRecord {
  /// What was seen of the work, in a few words for the list: the repository's own check first, which nobody but Carrel ran; a failed one says all. Empty: nothing.
  package var evidenceWord: String { seen("check: green", failed: { "check: failed (exit \($0))" }, evidence?.word) }

  /// The same where there is hardly room.
  package var shortEvidenceWord: String { seen("check ok", failed: { _ in "check bad" }, evidence?.shortWord) }

  private func seen(_ passed: String, failed: (Int) -> String, _ agents: String?) -> String {
    guard let code = check?.exitCode else { return agents ?? "" }
    guard code == 0 else { return failed(code) }
    // What the agent's own runs came to is worth a word beside it only where they fall short.
    guard let evidence, evidence.contradicted > 0 || evidence.points.contains(where: \.isFailed), let agents else { return passed }
    return "\(passed) · \(agents)"
  }
}
