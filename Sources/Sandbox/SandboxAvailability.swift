package import Model

/// What kinds of sandboxes work on this machine, found out by making them.
package struct SandboxAvailability: Hashable, Sendable {
  /// Whether isolated ones do.
  package var isAvailable: Bool
  /// What else works; for `SandboxLauncher`.
  package var features: SandboxFeatures
  /// One sentence for the operator: what works, or why not and what can be done.
  package var text: String

  /// An availability.
  package init(isAvailable: Bool, features: SandboxFeatures = SandboxFeatures(), text: String) {
    self.isAvailable = isAvailable
    self.features = features
    self.text = text
  }

  /// Why a level cannot be had here with a network, and what can be done; nil when it can.
  package func problem(_ level: SandboxSummary.Level, network: SandboxSummary.Network) -> String? {
    switch level {
    case .none: return nil
    case .isolated:
      if isAvailable { return nil }
      return text + (features.landlock > 0 ? "; level = \"files\" under [sandbox] would work here, and shuts in less" : "")
    case .files:
      if features.landlock < 1 { return SandboxError.noLandlock.text }
      return network == .engine ? SandboxError.networkOfFiles.text : nil
    }
  }

  /// What `carrel doctor` says, one sentence each.
  package var lines: [String] {
    var lines = [text, files]
    let missing = ControlGroups.Resource.allCases.filter { !features.groups.holds($0) }
    if missing.count < ControlGroups.Resource.allCases.count {
      let held = ControlGroups.Resource.allCases.filter(features.groups.holds).map(Self.word).joined(separator: ", ")
      lines.append("limited by \(features.groups.words): \(held)")
    }
    for resource in missing {
      switch resource {
      case .memory:
        lines.append(
          features.watchesMemory
            ? "memory is limited by a watchdog that looks once a second: there is no control group for it; \(Self.remedy)"
            : "memory cannot be limited here; \(Self.remedy)")
      case .pids:
        lines.append(
          features.isRoot
            ? "the number of processes cannot be limited for a service of root's without a control group; run it as another user"
            : "the number of processes is limited by an rlimit in each isolated sandbox, and not at level \"files\"")
      case .cpu: lines.append("the CPU cannot be shared out here; \(Self.remedy)")
      }
    }
    return lines
  }

  private static let remedy = "run the service in a login session with systemd, or as a unit with Delegate=yes"

  private static func word(_ resource: ControlGroups.Resource) -> String {
    switch resource {
    case .memory: "memory"
    case .pids: "processes"
    case .cpu: "CPU"
    }
  }

  private var files: String {
    switch features.landlock {
    case 0: "level \"files\" does not work here: \(SandboxError.noLandlock.text)"
    case 1..<4: "level \"files\" works with Landlock \(features.landlock): no rules for TCP ports, and signals reach your other processes"
    case 4..<6: "level \"files\" works with Landlock \(features.landlock), though signals reach your other processes"
    default: "level \"files\" works with Landlock \(features.landlock)"
    }
  }
}
