/// What a sandbox's processes may use together. A value; 0 always means: no limit.
package struct SandboxLimits: Hashable, Sendable {
  /// Most memory in MB.
  package var memoryMB: Int
  /// Most processes and threads.
  package var processes: Int
  /// Most CPU time, in hundredths of one core.
  package var cpuPercent: Int
  /// The share of the CPU against other sandboxes when it is scarce, 1 to 10,000; usual: 100.
  package var cpuWeight: Int
  /// The size of each of `/tmp`, `/var/tmp` and `/dev/shm` in MB, at level `isolated`.
  package var temporaryMB: Int
  /// The largest single file in MB.
  package var fileMB: Int

  /// Limits; without any argument none but the size of the scratch space.
  package init(memoryMB: Int = 0, processes: Int = 0, cpuPercent: Int = 0, cpuWeight: Int = 0, temporaryMB: Int = 512, fileMB: Int = 0) {
    self.memoryMB = memoryMB
    self.processes = processes
    self.cpuPercent = cpuPercent
    self.cpuWeight = cpuWeight
    self.temporaryMB = temporaryMB
    self.fileMB = fileMB
  }

  /// A number of megabytes in words: "512 MB", "4 GB".
  static func words(megabytes: Int) -> String {
    megabytes >= 1024 && megabytes % 1024 == 0 ? "\(megabytes / 1024) GB" : "\(megabytes) MB"
  }
}
