extension TaskRecord {
  /// Whether an operator ticked this file as it is now.
  package func hasTicked(_ file: DiffFile) -> Bool { ticks?[file.path] == file.stamp }

  /// The files of a listing that must be ticked yet, in its order.
  package func unticked(in files: [DiffFile]) -> [DiffFile] { files.filter { $0.needsTick && !hasTicked($0) } }

  /// Sensitive files of the work that it began with which nobody has ticked: a stamp by path. They are published with its own.
  package var openBefore: [String: String] { (untickedBefore ?? [:]).filter { ticks?[$0.key] != $0.value } }

  /// What the next task begins with and nobody has ticked: a stamp by path.
  package var untickedHandedOver: [String: String] { (handedSensitive ?? [:]).filter { ticks?[$0.key] != $0.value } }
}
