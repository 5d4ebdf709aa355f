extension Comparison {
  /// The heads of the table's columns.
  package static let heads = ["ID", "ENGINE", "STATE", "CHANGE", "CHECK", "COST", "TOKENS", "TIME", "SAME AS"]

  /// The cells of a member's row, not yet cleaned.
  package func cells(of task: TaskRecord, now: Timestamp) -> [String] {
    let change = task.diff.map { $0.isEmpty ? "none" : "\($0.fileWords) +\($0.insertions) -\($0.deletions)" } ?? "-"
    let check = task.check.map { $0.exitCode == nil ? "not run" : $0.passed ? "passed" : "failed \($0.exitCode ?? 1)" } ?? "-"
    let cost = task.unmetered ? "unmetered" : Self.money(task.costUSD)
    return [
      task.id.description, [task.engine, task.model].compactMap { $0 }.joined(separator: " "), task.phase.rawValue, change, check, cost,
      Self.count(task.tokens.total), Self.time(Self.seconds(of: task, now: now)),
      twins(of: task).map(\.description).joined(separator: " "),
    ]
  }

  private static func money(_ dollars: Double) -> String {
    let cents = Int((max(0, min(dollars, 1e9)) * 100).rounded())
    return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }

  private static func count(_ number: Int) -> String {
    if number < 10_000 { return "\(max(0, number))" }
    return number < 1_000_000 ? "\(number / 1000)k" : "\(number / 1_000_000).\(number / 100_000 % 10)M"
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 1e9)))
    return whole < 60 ? "\(whole)s" : whole < 3600 ? "\(whole / 60)m\(whole % 60)s" : "\(whole / 3600)h\(whole / 60 % 60)m"
  }
}
