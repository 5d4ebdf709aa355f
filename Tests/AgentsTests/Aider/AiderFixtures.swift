import FoundationEssentials

/// Recorded runs of aider.
enum AiderFixtures {
  static let directory = Fixture.directory + "/aider"

  static var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
  }

  static func bytes(_ name: String) -> [UInt8] { FileManager.default.contents(atPath: "\(directory)/\(name).txt").map(Array.init) ?? [] }
}
