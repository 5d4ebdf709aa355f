import Model
import Platform
import TestSupport
import Testing

@testable import Supervision

/// The kernel's files about the machine, as their documentation has them.
@Suite struct KernelFilesTests {
  private func machine(_ files: [String: String], _ body: (KernelFiles) throws -> Void) async throws {
    try await TestRepositoryRoot.use { root in
      for (path, text) in files {
        try Files.makeDirectory(Files.parent(of: root.path + path))
        try Files.writeAtomically(Array(text.utf8), to: root.path + path)
      }
      try body(KernelFiles(root: root.path))
    }
  }

  @Test func everythingIsRead() async throws {
    try await machine([
      "/proc/meminfo": "MemTotal:       24684444 kB\nMemFree:        1000 kB\nMemAvailable:   2048000 kB\n",
      "/proc/loadavg": "3.50 1.80 2.77 2/95 7740\n",
      "/proc/pressure/memory": "some avg10=9.00 avg60=1.00 avg300=0.00 total=1\nfull avg10=4.25 avg60=0.00 avg300=0.00 total=2\n",
      "/proc/pressure/cpu": "some avg10=33.10 avg60=1.00 avg300=0.00 total=1\n",
    ]) { files in
      let reading = files.reading(of: "/")
      #expect(reading.availableMemory == 2_048_000 << 10)
      #expect(reading.load == 3.5)
      #expect(reading.memoryPressure == 4.25)
      #expect(reading.processorPressure == 33.1)
      #expect(reading.cores >= 1)
      #expect((reading.freeDisk ?? 0) > 0)
      #expect(reading.text.hasPrefix("2.0 GB memory available, load "))
    }
  }

  @Test func aControlGroupsLimitCounts() async throws {
    try await machine([
      "/proc/meminfo": "MemAvailable:   20480000 kB\n", "/proc/self/cgroup": "0::/user.slice/app\n",
      "/sys/fs/cgroup/user.slice/app/memory.max": "1073741824\n", "/sys/fs/cgroup/user.slice/app/memory.current": "805306368\n",
      "/sys/fs/cgroup/user.slice/app/memory.stat": "anon 5\ninactive_file 268435456\n",
    ]) { #expect($0.availableMemory == 536_870_912) }
    try await machine([
      "/proc/meminfo": "MemAvailable:   20480000 kB\n", "/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "max\n",
    ]) { #expect($0.availableMemory == 20_480_000 << 10) }
  }

  @Test func nonsenseIsNothing() async throws {
    try await machine(["/proc/meminfo": "MemAvailable: many kB\n", "/proc/loadavg": "\n", "/proc/pressure/memory": "full\n"]) { files in
      let reading = files.reading(of: "/nowhere at all")
      #expect(reading == HostReading(cores: reading.cores))
      #expect(reading.text == "")
    }
  }

  @Test func thisMachineSaysSomething() {
    let reading = KernelFiles().reading(of: "/")
    #expect((reading.availableMemory ?? 0) > 1 << 20)
    #expect(reading.load != nil)
  }

  @Test func theMemoryOfAChildIsItsTasks() async throws {
    try await TestRepositoryRoot.use { root in
      try Files.makeDirectory("\(root.path)/tasks/T7/ws/deep")
      var command = ProcessCommand("sh", ["-c", "cat"], environment: ["PATH": "/usr/bin:/bin"], directory: "\(root.path)/tasks/T7/ws/deep")
      command.input = .pipe
      let child = try ChildProcess.spawn(command)
      let measured = AgentMemory(tasks: "\(root.path)/tasks").measure()
      #expect(measured.keys.map(\.number) == [7])
      #expect(measured.values.allSatisfy { $0 > 50_000 && $0 < 1 << 30 })
      child.closeInput()
      _ = await child.wait()
      #expect(AgentMemory(tasks: "\(root.path)/tasks").measure().isEmpty)
    }
  }
}
