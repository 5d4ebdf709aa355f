/// What the machine has left at one moment. What could not be read is nil, and no rule is built on it.
package struct HostReading: Hashable, Sendable {
  /// Bytes that programs can have without swapping: the kernel's `MemAvailable`, or what is left of the control group's limit when that is less.
  package var availableMemory: Int64?
  /// Percent of the last ten seconds in which nothing could go on for want of memory (`/proc/pressure/memory`, `full avg10`).
  package var memoryPressure: Double?
  /// Load average of the last minute.
  package var load: Double?
  /// Cores that can be used.
  package var cores: Int
  /// Percent of the last ten seconds in which something waited for a core (`/proc/pressure/cpu`, `some avg10`).
  package var processorPressure: Double?
  /// Bytes free where the workspaces and the store are.
  package var freeDisk: Int64?
  /// Inodes free there; nil also where the file system has no fixed number of them.
  package var freeInodes: Int64?

  /// A reading; nothing known but the cores.
  package init(
    availableMemory: Int64? = nil, memoryPressure: Double? = nil, load: Double? = nil, cores: Int = 1, processorPressure: Double? = nil,
    freeDisk: Int64? = nil, freeInodes: Int64? = nil
  ) {
    self.availableMemory = availableMemory
    self.memoryPressure = memoryPressure
    self.load = load
    self.cores = cores
    self.processorPressure = processorPressure
    self.freeDisk = freeDisk
    self.freeInodes = freeInodes
  }

  /// The load of a minute per core.
  package var loadPerCore: Double? { load.map { $0 / Double(max(1, cores)) } }

  /// One line for `carrel queue`: "4.1 GB memory available, load 0.4 per core, 78.2 GB disk free".
  package var text: String {
    var parts: [String] = []
    if let availableMemory { parts.append("\(SizeText.gigabytes(availableMemory)) memory available") }
    if let loadPerCore { parts.append("load \(SizeText.tenths(loadPerCore)) per core") }
    if let freeDisk { parts.append("\(SizeText.gigabytes(freeDisk)) disk free") }
    return parts.joined(separator: ", ")
  }
}
