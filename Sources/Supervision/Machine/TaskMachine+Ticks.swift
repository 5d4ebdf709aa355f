import Model

/// Ticks of sensitive files (docs/security.md, "Implants").
extension TaskMachine {
  /// An operator ticks files, or takes ticks away. What is no longer so is forgotten, so that the record stays small.
  mutating func ticked(_ ticks: [String: String], _ present: [String: String]) -> TaskStep {
    var step = TaskStep()
    var all = (record.ticks ?? [:]).filter { path, stamp in present[path] == stamp || record.untickedBefore?[path] == stamp }
    for (path, stamp) in ticks { all[path] = stamp.isEmpty ? nil : stamp }
    step.changed = all != (record.ticks ?? [:])
    record.ticks = all.isEmpty ? nil : all
    return step
  }
}
