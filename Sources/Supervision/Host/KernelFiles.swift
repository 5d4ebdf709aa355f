import Glibc
import Platform

/// The kernel's files about the machine: proc(5), `Documentation/accounting/psi.rst` and `Documentation/admin-guide/cgroup-v2.rst` of Linux.
struct KernelFiles {
  /// What stands before every path; a test has files of its own.
  var root = ""

  /// All there is to know now.
  func reading(of directory: String) -> HostReading {
    var space = statvfs()
    let isKnown = statvfs(directory, &space) == 0
    let load = text("/proc/loadavg").split(separator: " ").first.flatMap { Double($0) }
    return HostReading(
      availableMemory: availableMemory, memoryPressure: pressure("memory", "full"), load: load,
      cores: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), processorPressure: pressure("cpu", "some"),
      freeDisk: isKnown
        ? Int64(clamping: UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize)).partialValue) : nil,
      freeInodes: isKnown && space.f_files > 0 ? Int64(clamping: space.f_favail) : nil)
  }

  /// `MemAvailable`, or what is left below the limit of the control group that this process is in.
  var availableMemory: Int64? {
    let whole = line("MemAvailable:", of: "/proc/meminfo").flatMap { Int64($0) }.map { $0 << 10 }
    guard let group = groupMemory else { return whole }
    return min(whole ?? group, group)
  }

  /// What is left below the group's `memory.max`, with what the kernel can drop; nil without a limit.
  private var groupMemory: Int64? {
    guard let path = text("/proc/self/cgroup").split(separator: "\n").first(where: { $0.hasPrefix("0::/") })?.dropFirst(3) else {
      return nil
    }
    let folder = "/sys/fs/cgroup" + (path == "/" ? "" : path)
    guard let limit = Int64(number("\(folder)/memory.max")), let used = Int64(number("\(folder)/memory.current")) else { return nil }
    let droppable = line("inactive_file", of: "\(folder)/memory.stat").flatMap { Int64($0) } ?? 0
    return max(0, limit - max(0, used - droppable))
  }

  private func number(_ path: String) -> String { String(text(path).prefix { $0 != "\n" }) }

  /// A share of the last ten seconds in percent; nil where the kernel does not count it.
  private func pressure(_ resource: String, _ kind: String) -> Double? {
    guard let rest = text("/proc/pressure/\(resource)").split(separator: "\n").first(where: { $0.hasPrefix(kind + " ") }) else {
      return nil
    }
    return rest.split(separator: " ").first { $0.hasPrefix("avg10=") }.flatMap { Double($0.dropFirst(6)) }
  }

  /// The first word behind a name at the beginning of a line.
  private func line(_ name: String, of path: String) -> Substring? {
    for line in text(path).split(separator: "\n") where line.hasPrefix(name) {
      return line.dropFirst(name.count).split(separator: " ").first
    }
    return nil
  }

  private func text(_ path: String) -> String { (try? Files.readText(root + path, limit: 1 << 16)) ?? "" }
}
