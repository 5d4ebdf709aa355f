internal import Model
internal import Wire

/// `carrel approve --tick PATH` and `--tick-all`: what is ticked is said, each file with why it is sensitive.
extension Commands {
  /// Which sensitive files an approval ticks.
  package enum Ticking: Hashable, Sendable {
    /// These paths of the change.
    case paths([String])
    /// Every one; each is printed.
    case all
  }

  /// The stamps, by path, that an approval of a task takes along. Nothing is asked of the service when nothing is to be ticked.
  /// - Throws: `refused` for a path that is not among the files that need a tick.
  func stamps(_ task: TaskRecord, _ ticking: Ticking) async throws(ClientError) -> [String: String]? {
    if ticking == .paths([]) { return nil }
    guard case .diff(let listing) = try await client.request(.diffNow(task.id)) else { throw .disconnected }
    var stamps: [String: String] = [:]
    switch ticking {
    case .all:
      for file in task.unticked(in: listing.files) where !task.isOut(file) {
        stamps[file.path] = file.stamp
        output.note("ticked: \(Self.words(file))")
      }
      for (path, stamp) in task.openBefore.sorted(by: { $0.key < $1.key }) where stamps[path] == nil {
        stamps[path] = stamp
        output.note("ticked: \(PlainText.line(path)): changed by the task whose work this begins with")
      }
    case .paths(let paths):
      for path in paths {
        if let file = listing.files.first(where: { $0.path == path && $0.needsTick }) {
          stamps[path] = file.stamp
        } else if let stamp = task.untickedBefore?[path] {
          stamps[path] = stamp
        } else {
          throw .refused(
            Refusal(
              .refused,
              "Ticking \(path) of \(task.id): it is not among the changed files that need a tick; `carrel diff \(task.id) --stat` marks them."
            ))
        }
      }
    }
    return stamps
  }

  /// A refused approval: the files that must be ticked yet, a line each, as `carrel diff --stat` marks them.
  func sayUnticked(_ id: TaskID, _ stamps: [String: String]?) async throws(ClientError) {
    guard case .diff(let listing) = try await client.request(.diffNow(id)),
      case .task(let task) = try await client.request(.task(id))
    else { throw .disconnected }
    for file in task.unticked(in: listing.files) where !task.isOut(file) && stamps?[file.path] != file.stamp {
      output.note("not ticked: \(Self.words(file))")
    }
    for (path, stamp) in task.openBefore.sorted(by: { $0.key < $1.key }) where stamps?[path] != stamp {
      output.note("not ticked: \(PlainText.line(path)): changed by the task whose work this begins with")
    }
  }

  /// A file with why it needs its tick, on one line.
  static func words(_ file: DiffFile) -> String {
    let reasons = file.sensitivities.filter(\.needsTick).map { "\($0.kind.rawValue): \($0.text)" }.joined(separator: "; ")
    return PlainText.line("\(file.path): \(reasons)")
  }
}
