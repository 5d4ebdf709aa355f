package import Model
import Storage

/// What whoever lets clients attach asks for besides: sums, and small facts that are kept over restarts.
extension TaskSupervisor {
  /// What was kept under a name; nil: nothing, or the store cannot be read.
  package func kept(_ name: String) async -> String? { (try? await desk.log.setting("kept:\(name)")) ?? nil }

  /// Keeps a text under a name, in the place of the one before. What cannot be written is lost.
  package func keep(_ text: String, as name: String) async { try? await desk.log.setSetting("kept:\(name)", text) }

  /// What somebody who looks now has seen.
  package func seenMark(at moment: Timestamp) -> SeenMark { SeenMark(time: moment, tasks: records.values) }

  /// A sum over the tasks as they are now, in no order.
  package func sum<Sum: Sendable>(_ body: @Sendable (any Sequence<TaskRecord>) -> Sum) -> Sum { body(records.values) }
}
