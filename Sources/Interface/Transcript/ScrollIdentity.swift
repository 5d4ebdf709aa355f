package import Model

/// The numbers by which `ScrollRegion` tells one text from another: the same in every process, so that golden canvases can hold them.
package enum ScrollIdentity {
  /// A task's transcript.
  package static func transcript(_ task: TaskID) -> Int { task.number &* 4 &+ 1 }

  /// The text of a task's diff.
  package static func diffText(_ task: TaskID) -> Int { task.number &* 4 &+ 2 }

  /// The file list of a task's diff.
  package static func diffFiles(_ task: TaskID) -> Int { task.number &* 4 &+ 3 }
}
