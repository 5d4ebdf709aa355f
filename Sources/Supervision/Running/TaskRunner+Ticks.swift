import Model
import Workspaces

/// The gate between review and publishing: a sensitive file leaves only with an operator's tick on what it is now.
extension TaskRunner {
  /// Ticks files, or takes ticks away: the stamp by path that the operator was shown, empty to take away.
  /// - Throws: `refused` when a file is not what was shown any more, is not in the change, or needs no tick.
  func tick(_ ticks: [String: String]) async throws(SupervisionError) {
    guard record.workspacePath != nil, !record.phase.isCompletion else {
      throw SupervisionError(.refused, "Ticking files of \(id): it is \(record.phase.rawValue) and has nothing to publish.")
    }
    let listing = try await measuredNow()
    try await keep(ticks, listing)
  }

  /// The same over a listing that was just taken.
  func keep(_ ticks: [String: String], _ listing: DiffListing) async throws(SupervisionError) {
    let present = try checked(ticks, listing)
    guard !ticks.isEmpty else { return }
    try await handle(.ticked(ticks, present: present))
  }

  /// Whether ticks are of what is there now; the stamps of all files that need one.
  func checked(_ ticks: [String: String], _ listing: DiffListing) throws(SupervisionError) -> [String: String] {
    let present = Dictionary(listing.files.filter(\.needsTick).map { ($0.path, $0.stamp) }) { first, _ in first }
    for (path, stamp) in ticks.sorted(by: { $0.key < $1.key }) where !stamp.isEmpty {
      if present[path] == stamp || record.untickedBefore?[path] == stamp { continue }
      guard present[path] != nil else {
        throw SupervisionError(.refused, "Ticking \(path) of \(id): it is not among the changed files that need a tick.")
      }
      throw SupervisionError(.refused, "Ticking \(path) of \(id): it changed since it was shown. Look at it again.")
    }
    return present
  }

  /// Refuses to publish while a sensitive file is not ticked.
  /// - Parameters:
  ///   - ticks: of this approval, besides those of the record.
  ///   - out: what is not published: whole files need no tick.
  func requireTicks(
    _ listing: DiffListing, with ticks: [String: String] = [:], out: [String: TakenOut] = [:]
  ) throws(SupervisionError) {
    let files = listing.files.filter { out[$0.path]?.isWhole != true }
    var open = record.unticked(in: files).filter { ticks[$0.path] != $0.stamp }.map { file in
      let words = file.sensitivities.filter(\.needsTick).map { "\($0.kind.rawValue): \($0.text)" }
      return "\(file.path) (\(words.joined(separator: "; ")))"
    }
    let before = record.openBefore.filter { ticks[$0.key] != $0.value }
    let from = record.startsFrom.map(\.description) ?? "another task"
    open += before.keys.sorted().map { "\($0) (changed by \(from), whose work this begins with)" }
    guard !open.isEmpty else { return }
    let shown = open.prefix(20).joined(separator: ", ") + (open.count > 20 ? " and \(open.count - 20) more" : "")
    throw SupervisionError(
      .refused,
      "Publishing \(id): \(open.count == 1 ? "a sensitive file is" : "\(open.count) sensitive files are") not ticked: \(shown). Look at \(open.count == 1 ? "it" : "each") and tick it, with Space in the list of changed files or `carrel approve \(id) --tick PATH`."
    )
  }

  /// The tree of the work as it is now, and the stamps of its sensitive files with those of what it began with: for the task that begins with it.
  func sensitiveNow() async throws(SupervisionError) -> (tree: String, stamps: [String: String]) {
    let listing = try await measuredNow()
    let kept = try await composed(listing, record.out)
    var stamps = record.openBefore
    for file in listing.files where file.needsTick && kept.out[file.path]?.isWhole != true { stamps[file.path] = file.stamp }
    return (kept.tree, stamps)
  }
}
