import FoundationEssentials
import Glibc
import Platform

/// A private directory of one test, removed with it and with all that is in it.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = try Files.makeTemporaryDirectory(in: Files.isDirectory("/dev/shm") ? "/dev/shm" : "/tmp", prefix: "carrel-test-")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Whether there is a process of that id; a zombie counts.
func isThere(_ pid: Int32) -> Bool { kill(pid, 0) == 0 }

/// All that a child prints.
func readAll(_ output: ProcessOutput) async -> [UInt8] {
  var all: [UInt8] = []
  while let bytes = await output.next() { all += bytes }
  return all
}

let plain = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
