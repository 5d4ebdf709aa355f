import FoundationEssentials
import Platform
import Testing

/// Waits, thirty seconds at most, until a file has something in it.
func waitForFile(_ path: String) async throws {
  for _ in 0..<1500 where (FileManager.default.contents(atPath: path) ?? Data()).isEmpty { try await pause(for: .milliseconds(20)) }
  try #require(FileManager.default.contents(atPath: path)?.isEmpty == false)
}
