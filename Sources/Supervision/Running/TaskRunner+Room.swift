import Model
import Platform
import Storage

/// What a task does while the disk is full: nothing that its agent said is lost, and operators still get through.
extension TaskRunner {
  /// Seconds between two tries to write on a full disk.
  static var secondsBetweenTries: Double { 2 }

  /// Writes what must not be lost. While the disk is full it waits for room, outside of the gate; the agent is held back meanwhile, since the receiver of its
  /// events does not return. To be called inside the gate.
  func untilThereIsRoom<Value: Sendable>(_ write: () async throws(StorageError) -> Value) async throws(StorageError) -> Value {
    var isSaid = false
    while true {
      do throws(StorageError) { return try await write() } catch {
        guard case .full = error, !isClosed else { throw error }
        if !isSaid {
          announce(.message(.error, "\(id): the disk is full: its agent waits until what it did can be written; free some space."))
        }
        isSaid = true
      }
      leaveGate()
      await desk.sleep(Self.secondsBetweenTries)
      await enterGate()
    }
  }
}
