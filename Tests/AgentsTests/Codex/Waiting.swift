import FoundationEssentials
import Glibc
import Platform
import Testing

/// Waits until a file has something in it.
func waitForFile(_ path: String) async throws {
  while (FileManager.default.contents(atPath: path) ?? Data()).isEmpty { try await pause(for: .milliseconds(20)) }
}

/// Waits, five seconds at most, until no program of this id runs.
func isGone(_ pid: Int32) async throws -> Bool {
  for _ in 0..<250 {
    if kill(pid, 0) != 0 { return true }
    try await pause(for: .milliseconds(20))
  }
  return false
}
