import JSON
import Providers

/// Reads a text file: numbered lines, a part at a time.
struct ReadTool: AgentTool {
  private static let lines = 2000
  private static let lineLength = 2000

  let files: WorkspaceFiles
  let kind = "read"
  let effect = ToolEffect.reads
  let offer = ProviderRequest.Tool(
    name: "Read",
    description:
      "Reads a text file of the workspace. Lines come with their numbers and a tab before them. Long files come in parts: use offset and limit.",
    schema: ToolSchema.object(
      [
        ("file_path", ToolSchema.property("string", "The file, absolute or relative to the workspace.")),
        ("offset", ToolSchema.property("integer", "The first line, from 1.")),
        ("limit", ToolSchema.property("integer", "How many lines; 2000 if left out.")),
      ], required: ["file_path"]))

  func prepare(_ input: JSONValue) async throws(ToolProblem) -> ToolPlan {
    let input = ToolInput("Read", input)
    let path = try files.inner(try input.path("file_path"))
    let offset = try input.number("offset", in: 1...Int(Int32.max), default: 1)
    let limit = try input.number("limit", in: 1...100_000, default: Self.lines)
    let files = files
    return ToolPlan(title: "Read \(path)", location: (files.absolute(path), offset == 1 ? nil : offset), remembered: "Read") {
      do throws(ToolProblem) {
        let bytes = try await files.read(path, marks: true)
        return ToolOutcome(try Self.shown(bytes, path: path, offset: offset, limit: limit))
      } catch {
        return ToolOutcome(error.text, isError: true)
      }
    }
  }

  /// The lines as the model sees them.
  static func shown(_ bytes: [UInt8], path: String, offset: Int, limit: Int) throws(ToolProblem) -> String {
    guard !TextFile.isBinary(bytes) else { throw ToolProblem("\(path) is a binary file of \(bytes.count) bytes; it cannot be shown.") }
    if bytes.isEmpty { return "[the file is empty]" }
    var lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    if bytes.last == 0x0a { lines.removeLast() }
    guard offset <= lines.count else { throw ToolProblem("\(path) has only \(lines.count) lines.") }
    var shown = ""
    var number = offset
    for line in lines[(offset - 1)...].prefix(limit) {
      var text = String(decoding: line.last == 0x0d ? line.dropLast() : line, as: UTF8.self)
      if text.utf8.count > lineLength { text = text.beginning(bytes: lineLength) + "[…]" }
      if shown.utf8.count + text.utf8.count > TextLimit.result { break }
      shown += "\(number)\t\(text)\n"
      number += 1
    }
    if number <= lines.count {
      shown += "[truncated: lines \(offset) to \(number - 1) of \(lines.count); go on with offset \(number)]"
    }
    if String(validating: bytes, as: UTF8.self) == nil {
      shown += "\n[the file is not all UTF-8: what is not is shown as U+FFFD, and it cannot be edited]"
    }
    return shown
  }
}
