internal import Model
package import Platform

/// Makes a command that runs inside a sandbox of a command and a profile.
///
/// Level `isolated` is bubblewrap with namespaces of its own for users, processes, mounts, IPC and host name (and network), and the
/// warden as process 1, which loads the deny-list of system calls into the program. Level `files` has no namespaces: the program sees what Landlock lets it see, under a
/// warden that ends what it leaves behind. All arguments of bubblewrap, the environment among them, go through a descriptor, so that `ps` shows
/// nothing but the program's own command line. Level `none` shuts nothing in, but the warden still ends whatever the program left
/// behind.
package struct SandboxLauncher: Sendable {
  /// Where the warden is inside.
  static let wardenInside = "/run/carrel-warden"
  /// The `PATH` of a command that brings none.
  package static let standardPath = "/usr/local/bin:/usr/bin:/bin"

  let features: SandboxFeatures

  /// A launcher for a machine with these features.
  package init(features: SandboxFeatures = SandboxFeatures()) { self.features = features }

  /// The command for a program in a profile. Its pipes stay as they were asked for; its working directory is the workspace if it names
  /// none; `HOME` is the profile's home; its environment holds nothing else but `PATH`, `TMPDIR`, `USER`, `LOGNAME`, where it brings
  /// none itself.
  /// `doors`: the ports inside that the warden listens at; only where the sandbox has a network namespace of its own.
  /// - Throws: `SandboxError`, before anything is started.
  package func launch(
    _ command: ProcessCommand, in profile: SandboxProfile, doors: [UInt16] = [], warden: String, bwrap: String
  ) throws(SandboxError) -> SandboxLaunch {
    guard Files.isFile(warden) else { throw .noWarden(path: warden) }
    var command = command
    command.environment["HOME"] = profile.home
    for (name, value) in ["PATH": Self.standardPath, "TMPDIR": "/tmp", "USER": "carrel", "LOGNAME": "carrel"]
    where command.environment[name] == nil { command.environment[name] = value }
    if command.directory == nil { command.directory = profile.workspace }
    guard let program = ProcessCommand.find(command.executable, path: command.environment["PATH"]) else {
      throw .noProgram(command.executable)
    }
    command.executable = program
    let made = try wrapped { () throws(PlatformError) in
      switch profile.level {
      case .none: .success(try direct(command, in: profile, warden: warden))
      case .files: try enclosed(command, in: profile, warden: warden)
      case .isolated: try isolated(command, in: profile, doors: doors, warden: warden, bwrap: bwrap)
      }
    }
    let isCounted = features.hasProcessGroup(isolated: profile.level == .isolated)
    let group: ControlGroup?
    do throws(PlatformError) { group = try features.groups.make(profile.limits, processes: isCounted) } catch { throw .platform(error) }
    return group.map { made.entering($0, warden: warden) } ?? made
  }

  private func wrapped(
    _ body: () throws(PlatformError) -> Result<SandboxLaunch, SandboxError>
  ) throws(SandboxError) -> SandboxLaunch {
    let result: Result<SandboxLaunch, SandboxError>
    do throws(PlatformError) { result = try body() } catch { throw .platform(error) }
    return try result.get()
  }

  /// The warden that belongs to a program: beside it, or in `../libexec/carrel`. Nil when there is none.
  package static func findWarden(nextTo executable: String) -> String? {
    let directory = Files.parent(of: executable)
    let places = [directory, "\(Files.parent(of: directory))/libexec/carrel"]
    for place in places {
      for name in ["carrel-warden", "warden"] {
        if let found = ProcessCommand.find("\(place)/\(name)", path: nil) { return found }
      }
    }
    return nil
  }
}
