import Configuration
import Model
import Platform
import Supervision
import Wire
import Workspaces

/// Programs, disk, and what is kept on purpose.
extension Doctor {
  /// The programs that Carrel itself needs.
  func programs() async -> [Diagnosis] {
    var found: [Diagnosis] = []
    for (name, why) in [("git", "workspaces cannot be made"), ("bwrap", "there are no sandboxes")] {
      guard let path = ProcessCommand.find(name, path: "/usr/local/bin:/usr/bin:/bin") else {
        found.append(Diagnosis(.problem, name, "not installed, so that \(why); install it with your system's package manager"))
        continue
      }
      let result = try? await ProcessRunner.run(ProcessCommand(path, ["--version"]), timeoutSeconds: 15, outputLimit: 4096)
      let line = result?.text.split(separator: "\n").first.map(String.init) ?? ""
      found.append(
        line.isEmpty
          ? Diagnosis(.problem, name, "\(path) does not answer to --version") : Diagnosis(.ok, name, "\(line), \(path)"))
    }
    let warden = SandboxPrograms.warden
    found.append(
      Files.isFile(warden)
        ? Diagnosis(.ok, "warden", warden)
        : Diagnosis(.problem, "warden", "\(warden) is missing, so that no sandbox can be started; install Carrel again"))
    return found
  }

  /// What is free, and whether the store has its reserve.
  func disk() -> [Diagnosis] {
    let limits = HostLimits(settings.host)
    guard Files.isDirectory(layout.root) else {
      return [Diagnosis(.ok, "disk", "\(layout.root) does not exist yet; the first start of the service makes it")]
    }
    let reading = HostGauge.system(state: layout.root, tasks: layout.tasks).read()
    let free = reading.freeDisk ?? 0
    let inodes = reading.freeInodes.map { ", \($0) inodes" } ?? ""
    var text = "\(free >> 20) MiB free\(inodes) in \(layout.root)"
    let mark = DiskMark.at(reading.freeDisk, limits, before: .roomy)
    switch mark {
    case .roomy: break
    case .low: text += "; no task starts below \(limits.freeDisk >> 20) MiB, free some space"
    case .frozen, .last: text += "; agents stand still below \(limits.freezeDisk >> 20) MiB, free some space"
    }
    let isShort = limits.freeInodes > 0 && (reading.freeInodes ?? .max) < limits.freeInodes
    if isShort { text += "; no task starts below \(limits.freeInodes) inodes, delete some files" }
    var found = [Diagnosis(mark >= .frozen ? .problem : mark == .low || isShort ? .warning : .ok, "disk", text)]
    let ballast = paths.database + ".ballast"
    if Files.exists(ballast) {
      found.append(Diagnosis(.ok, "reserve", "8 MiB are kept for the store (\(ballast))"))
    } else if Files.exists(paths.database) {
      found.append(
        Diagnosis(.warning, "reserve", "the store has no reserve for a full disk (\(ballast)); the service makes it when there is room"))
    }
    return found
  }

  /// What is kept on purpose, with its size.
  func kept() async -> [Diagnosis] {
    let survey = StateSurvey(layout: layout)
    let amounts = await runBlocking { survey.amounts() }
    var found = [
      Diagnosis(
        .ok, "morgue",
        "\(amounts.sealed) sealed, \(amounts.morgueBytes >> 20) MiB in \(layout.morgue); `carrel undelete ID` brings one back"
      )
    ]
    if amounts.strangers > 0 {
      found.append(
        Diagnosis(
          .warning, "put aside",
          "\(amounts.strangers) directories in \(layout.lostFound) belonged to no task; look what they are and delete them yourself"))
    }
    found.append(
      Diagnosis(
        .ok, "caches",
        "\(amounts.mirrors) mirrors with \(amounts.mirrorBytes >> 20) MiB, \(amounts.templates) templates with "
          + "\(amounts.templateBytes >> 20) MiB"))
    return found
  }
}
