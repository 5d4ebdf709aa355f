import Glibc
import Platform
import TestSupport

/// A service on a disk of 96 MB.
struct SmallDisk {
  /// Whether a private tmpfs can be mounted here.
  static func canMount() async -> Bool {
    guard getuid() == 0 else { return false }
    let command = ProcessCommand(
      "unshare", ["-m", "mount", "-t", "tmpfs", "none", "/mnt"], environment: ["PATH": "/usr/bin:/bin:/usr/sbin"])
    return (try? await ProcessRunner.run(command, timeoutSeconds: 30))?.exit.isSuccess ?? false
  }

  var carrel: CarrelProgram
  let service: ChildProcess
  let state: String

  /// The state directory as the service sees it.
  private var inside: String { "/proc/\(service.pid)/root\(state)" }

  /// Megabytes that are free.
  var free: Int {
    var space = statvfs()
    return statvfs(inside, &space) == 0 ? Int((UInt64(space.f_bavail) * UInt64(space.f_frsize)) >> 20) : -1
  }

  /// Fills the disk until so many megabytes are free; more than are free now frees all of it.
  func fill(until megabytes: Int) throws {
    unlink("\(inside)/filler")
    let bytes = (free - megabytes) << 20
    guard bytes > 0 else { return }
    let file = open("\(inside)/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw TestRepositoryFailure(text: "no filler: \(errno)") }
    defer { close(file) }
    guard posix_fallocate(file, 0, off_t(bytes)) == 0 else { throw TestRepositoryFailure(text: "not filled") }
  }

  /// Fills it to the last byte.
  func fillWhole() throws {
    try fill(until: 1)
    let file = open("\(inside)/filler", O_WRONLY | O_APPEND | O_CLOEXEC)
    defer { close(file) }
    let bytes = [UInt8](repeating: 7, count: 4096)
    while write(file, bytes, bytes.count) > 0 {}
  }

  func has(_ name: String) -> Bool { Files.exists("\(inside)/\(name)") }
}
