import JSON
import Providers

/// Replaces an exact text in a file.
struct EditTool: AgentTool {
  let files: WorkspaceFiles
  let kind = "edit"
  let effect = ToolEffect.writes
  let offer = ProviderRequest.Tool(
    name: "Edit",
    description:
      "Replaces a text in a file of the workspace, which has to be read first. old_string has to stand there exactly as given, with its white space, and only once, unless replace_all is true.",
    schema: ToolSchema.object(
      [
        ("file_path", ToolSchema.property("string", "The file, absolute or relative to the workspace.")),
        ("old_string", ToolSchema.property("string", "The text as it stands in the file, without line numbers.")),
        ("new_string", ToolSchema.property("string", "What stands there afterwards.")),
        ("replace_all", ToolSchema.property("boolean", "Replace every place instead of the only one.")),
      ], required: ["file_path", "old_string", "new_string"]))

  func prepare(_ input: JSONValue) async throws(ToolProblem) -> ToolPlan {
    let input = ToolInput("Edit", input)
    let path = try files.inner(try input.path("file_path"))
    let old = try input.text("old_string")
    let new = try input.text("new_string", mayBeEmpty: true)
    let all = input.flag("replace_all")
    guard old != new || Array(old.utf8) != Array(new.utf8) else { throw ToolProblem("Edit: old_string and new_string are the same.") }
    guard let found = try await files.readForChange(path, tool: "Edit") else { throw ToolProblem("Edit: there is no file \(path).") }
    guard !TextFile.isBinary(found.bytes), let file = TextFile(found.bytes) else {
      throw ToolProblem("Edit: \(path) is no UTF-8 text and cannot be edited.")
    }
    let (after, count, line) = try Self.edited(file, old: old, new: new, all: all, path: path)
    guard after.utf8.count <= WorkspaceFiles.limit else {
      throw ToolProblem("Edit: the file would be longer than \(WorkspaceFiles.limit) bytes.")
    }
    let files = files
    return ToolPlan(
      title: "Edit \(path)", location: (files.absolute(path), line),
      change: ToolPlan.Change(path: files.absolute(path), before: file.text, after: after), remembered: "Edit"
    ) {
      do throws(ToolProblem) {
        try await files.replace(path, with: file.bytes(after), before: found.stamp)
        return ToolOutcome("Edited \(path): \(count) place\(count == 1 ? "" : "s"), the first in line \(line).")
      } catch {
        return ToolOutcome(error.text, isError: true)
      }
    }
  }

  /// The text after the edit, how many places changed, and the line of the first.
  static func edited(
    _ file: TextFile, old: String, new: String, all: Bool, path: String
  ) throws(ToolProblem) -> (text: String, count: Int, line: Int) {
    let hay = Array(file.text.utf8)
    let needle = Array((file.usesCarriageReturns ? TextFile.withoutCarriageReturns(old) : old).utf8)
    let places = ByteSearch.places(of: needle, in: hay)
    guard let first = places.first else {
      throw ToolProblem("Edit: old_string does not stand in \(path). Read the file and copy the text exactly.")
    }
    guard all || places.count == 1 else {
      throw ToolProblem("Edit: old_string stands \(places.count) times in \(path). Give more of the text around it, or set replace_all.")
    }
    let result = ByteSearch.replacing(places, length: needle.count, in: hay, with: Array(new.utf8))
    return (String(decoding: result, as: UTF8.self), places.count, hay[..<first].count { $0 == 0x0a } + 1)
  }
}
