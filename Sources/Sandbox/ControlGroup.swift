internal import Glibc
internal import Platform

/// The control group of one sandbox: made before its first process, removed after its last. Dropping it removes nothing.
package final class ControlGroup: Sendable {
  private let groups: ControlGroups
  private let limits: SandboxLimits
  private let wanted: Set<ControlGroups.Resource>
  private let directories: [ControlGroups.Resource: String]
  private let descriptors: [OwnedDescriptor]
  private let unit: String?

  init(
    _ groups: ControlGroups, _ limits: SandboxLimits, _ wanted: Set<ControlGroups.Resource>,
    directories: [ControlGroups.Resource: String], descriptors: [OwnedDescriptor], unit: String?
  ) {
    self.groups = groups
    self.limits = limits
    self.wanted = wanted
    self.directories = directories
    self.descriptors = descriptors
    self.unit = unit
  }

  /// The command that goes into the group and becomes the given one. `free` is the first descriptor number that the command does not use.
  func entered(by command: ProcessCommand, warden: String, free: Int32) -> ProcessCommand {
    var entering = command
    if case .scope(let program, let asUser, let environment) = groups.means, let unit {
      entering.executable = program
      entering.arguments = ControlGroups.scopeArguments(limits, wanted, asUser: asUser, unit: unit)
      // What systemd-run needs must not reach the program inside: it leads to the user's systemd.
      entering.arguments += ["/usr/bin/env"] + environment.keys.sorted().flatMap { ["-u", $0] }
      entering.arguments += [command.executable] + command.arguments
      entering.environment.merge(environment) { $1 }
      return entering
    }
    let numbers = descriptors.indices.map { free + Int32($0) }
    entering.executable = warden
    entering.arguments = ["--enter"] + numbers.map { "\($0)" } + ["--", command.executable] + command.arguments
    for (number, descriptor) in zip(numbers, descriptors) { entering.extraDescriptors[number] = descriptor.number }
    return entering
  }

  /// What was come up against, once the program has ended. Blocks shortly.
  func breach(exit: ProcessExit) -> SandboxBreach? {
    let wasKilled = exit == .code(128 + Int(SIGKILL)) || exit == .signal(Int(SIGKILL))
    if let directory = directories[.memory] {
      let file = directory + (isUnified ? "/memory.events" : "/memory.oom_control")
      if Self.count("oom_kill", in: file) > 0 { return .memory(limits, by: groups.words, endedProgram: wasKilled) }
    }
    if let directory = directories[.pids], Self.count("max", in: directory + "/pids.events") > 0 {
      return .processes(limits, by: groups.words)
    }
    // A scope is gone with its last process, and its counters with it.
    if unit != nil, wanted.contains(.memory), wasKilled { return .memory(limits, by: groups.words, endedProgram: true) }
    return nil
  }

  /// Removes it. What is not quite gone yet is waited for, a second at most; what stays is found by `ControlGroups.reconcile`.
  package func remove() async {
    for descriptor in descriptors { descriptor.close() }
    for directory in Set(directories.values) {
      for _ in 0..<50 {
        if rmdir(directory) == 0 || errno != EBUSY { break }
        try? await pause(for: .milliseconds(20))
      }
    }
  }

  /// The directories, for tests.
  var paths: [String] { Set(directories.values).sorted() }

  private var isUnified: Bool {
    if case .unified = groups.means { true } else { false }
  }

  /// The number after a word of a file of lines "word number"; 0 when it is not there.
  private static func count(_ word: String, in path: String) -> Int {
    guard let text = try? Files.readText(path, limit: 4096) else { return 0 }
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      if parts.count == 2, parts[0] == word { return Int(parts[1]) ?? 0 }
    }
    return 0
  }
}
