import JSON
import Model
import Platform

/// Codex's record of a thread, `$CODEX_HOME/sessions/YYYY/MM/DD/rollout-TIME-ID.jsonl`.
enum CodexRollout {
  private static let limit = 64 << 20

  /// Where a thread's record is; nil when this home has none. Reads the disk.
  static func path(_ thread: String, home: String) -> String? {
    guard !thread.isEmpty, thread.utf8.allSatisfy({ $0 == 0x2d || (0x30...0x39).contains($0) || (0x61...0x7a).contains($0 | 0x20) }) else {
      return nil
    }
    let sessions = "\(CodexCommandLine.home(in: home))/sessions"
    for year in names(sessions) {
      for month in names("\(sessions)/\(year)") {
        for day in names("\(sessions)/\(year)/\(month)") {
          let directory = "\(sessions)/\(year)/\(month)/\(day)"
          let found = names(directory).first { $0.hasPrefix("rollout-") && $0.hasSuffix("-\(thread).jsonl") }
          if let found, Files.isFile("\(directory)/\(found)") { return "\(directory)/\(found)" }
        }
      }
    }
    return nil
  }

  /// What a thread has used so far; nil when its record does not say. Reads the disk.
  static func usage(_ thread: String, home: String) -> TokenCount? {
    guard let path = path(thread, home: home), let bytes = try? Files.read(path, limit: limit) else { return nil }
    let mark = Array(#""total_token_usage""#.utf8)
    for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() where line.firstRange(of: mark) != nil {
      guard let value = try? JSONValue.parse(Array(line)), let total = value["payload"]?["info"]?["total_token_usage"] else { continue }
      return CodexUsage.count(total)
    }
    return nil
  }

  private static func names(_ directory: String) -> [String] { ((try? Files.list(directory)) ?? []).reversed() }
}
