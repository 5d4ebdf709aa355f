import FoundationEssentials
import Platform

/// Claude's plan files, `$CLAUDE_CONFIG_DIR/plans/*.md`.
enum PlanFile {
  /// The text of the newest, or nil.
  static func newest(in directory: String) async -> String? {
    await runBlocking {
      let names = (try? Files.list(directory)) ?? []
      let paths = names.filter { $0.hasSuffix(".md") }.map { "\(directory)/\($0)" }
      let dated = paths.compactMap { path -> (String, Date)? in
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.modificationDate] as? Date).map { (path, $0) }
      }
      guard let newest = dated.max(by: { $0.1 < $1.1 }) else { return nil }
      return try? Files.readText(newest.0, limit: 1 << 20)
    }
  }
}
