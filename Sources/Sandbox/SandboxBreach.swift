/// That a sandbox's processes came up against one of its limits.
package struct SandboxBreach: Hashable, Sendable {
  /// Whether the program was ended by it; else only something that it had started, or it was refused something.
  package var endedProgram: Bool
  /// Which limit, and what can be changed, in one sentence.
  package var text: String

  /// A breach.
  package init(endedProgram: Bool, text: String) {
    self.endedProgram = endedProgram
    self.text = text
  }

  static func memory(_ limits: SandboxLimits, by means: String, endedProgram: Bool) -> SandboxBreach {
    let what = endedProgram ? "The task's processes were ended" : "A process of the task was ended"
    return SandboxBreach(
      endedProgram: endedProgram,
      text: "\(what) by \(means): they used more than \(SandboxLimits.words(megabytes: limits.memoryMB)) of memory; raise memory_mb under "
        + "[sandbox], or let the task do less at once.")
  }

  static func processes(_ limits: SandboxLimits, by means: String) -> SandboxBreach {
    SandboxBreach(
      endedProgram: false,
      text:
        "The task wanted more than \(limits.processes) processes and was refused by \(means); raise processes under [sandbox] if it needs them."
    )
  }
}
