import Agents
import FoundationEssentials
import Model

/// Recorded output of the real codex in Fixtures/codex, each with the short form of its events beside it.
enum CodexFixture {
  static let directory = Fixture.directory + "/codex"

  static var names: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return files.filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }.sorted()
  }

  static func bytes(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: "\(directory)/\(name).jsonl").map(Array.init) ?? []
  }

  static func lines(_ name: String) -> [[UInt8]] { bytes(name).split(separator: 0x0a).map(Array.init) }

  static func events(_ bytes: [UInt8]) -> [AgentEvent] {
    EngineReplay.decode(engine: CodexEngine(), bytes: bytes) ?? []
  }

  static func summary(_ name: String) -> String {
    events(bytes(name)).compactMap(\.summary).map { $0 + "\n" }.joined()
  }

  static func golden(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(directory)/\(name).golden").map { String(decoding: $0, as: UTF8.self) }
  }

  static func update(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(name).golden"))
  }
}
