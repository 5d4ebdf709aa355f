import JSON
import Model

/// Which commands only read. Codex reads files with commands and asks for each of them when told to ask; an operator would be asked for every `cat`.
enum CodexSafeCommand {
  private static let programs: Set<String> = ["cat", "ls", "head", "tail", "wc", "nl", "pwd", "grep", "rg", "sed", "true", "echo"]
  private static let parts: Set<Character> = [">", "<", "`", "$", "\\", "\n", "\r", "!", "{", "}", "(", ")", "*", "?", "[", "~", "#"]

  /// Whether it is one simple command for a shell: nothing to expand, redirect or join.
  static func isPlain(_ command: String) -> Bool {
    !command.isEmpty && !command.contains { parts.contains($0) || ";|&".contains($0) }
  }

  /// Whether a command that codex asks for only reads inside the workspace's reach: codex says so, and every part of it begins with a program that cannot write.
  static func isReading(_ request: CodexRequest) -> Bool {
    guard request.kind == .command, request.params["kind"]?.string ?? "command" == "command",
      request.params["networkApprovalContext"]?.object == nil,
      request.params["additionalPermissions"]?.object == nil
    else { return false }
    let types = Set((request.params["commandActions"]?.array ?? []).compactMap { $0["type"]?.string })
    return !types.isEmpty && types.isSubset(of: ["read", "listFiles", "search"]) && isReading(request.command)
  }

  /// Whether these are only reading commands, joined by `&&`, `||`, `;` or `|`.
  static func isReading(_ command: String) -> Bool {
    guard command.utf8.count < 4096, !command.contains(where: parts.contains) else { return false }
    let simple = command.replacing("&&", with: ";").replacing("||", with: ";").replacing("|", with: ";")
    guard !simple.contains("&") else { return false }
    return simple.split(separator: ";").allSatisfy { part in
      let words = part.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let program = words.first, programs.contains(program) else { return false }
      switch program {
      case "rg": return !words.contains { $0.hasPrefix("--pre") || $0.hasPrefix("--hostname-bin") || $0 == "-z" || $0 == "--search-zip" }
      case "sed": return words.count >= 3 && words[1] == "-n" && isPrinting(words[2]) && !words.dropFirst(3).contains { $0.hasPrefix("-") }
      default: return true
      }
    }
  }

  /// `1,20p`, with or without quotes.
  private static func isPrinting(_ script: String) -> Bool {
    let bare = script.filter { $0 != "'" && $0 != "\"" }
    return bare.hasSuffix("p") && bare.dropLast().allSatisfy { $0.isNumber || $0 == "," } && bare.count > 1
  }
}
