import JSON
import Platform
import Providers

/// Writes a whole file.
struct WriteTool: AgentTool {
  let files: WorkspaceFiles
  let kind = "edit"
  let effect = ToolEffect.writes
  let offer = ProviderRequest.Tool(
    name: "Write",
    description:
      "Writes a whole file of the workspace, new or in place of an old one, which has to be read first. Missing directories are made. For small changes use Edit.",
    schema: ToolSchema.object(
      [
        ("file_path", ToolSchema.property("string", "The file, absolute or relative to the workspace.")),
        ("content", ToolSchema.property("string", "All of the file's text.")),
      ], required: ["file_path", "content"]))

  func prepare(_ input: JSONValue) async throws(ToolProblem) -> ToolPlan {
    let input = ToolInput("Write", input)
    let path = try files.inner(try input.path("file_path"))
    let content = try input.text("content", mayBeEmpty: true)
    guard content.utf8.count <= WorkspaceFiles.limit else {
      throw ToolProblem("Write: the text is longer than \(WorkspaceFiles.limit) bytes.")
    }
    guard !path.split(separator: "/").contains(".git") else { throw ToolProblem("Write: nothing is written into .git.") }
    let old = try await files.readForChange(path, tool: "Write")
    let before = old.flatMap { TextFile($0.bytes) }
    let bytes = before?.bytes(content) ?? Array(content.utf8)
    let files = files
    let title = old == nil ? "Write \(path)" : "Overwrite \(path)"
    return ToolPlan(
      title: title, location: (files.absolute(path), nil),
      change: ToolPlan.Change(path: files.absolute(path), before: old == nil ? nil : before?.text ?? "", after: content),
      remembered: "Write"
    ) {
      do throws(ToolProblem) {
        try await files.replace(path, with: bytes, before: old?.stamp)
        return ToolOutcome("Wrote \(path): \(bytes.count) bytes.")
      } catch {
        return ToolOutcome(error.text, isError: true)
      }
    }
  }
}
