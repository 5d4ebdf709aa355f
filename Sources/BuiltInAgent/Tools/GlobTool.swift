import JSON
import Platform
import Providers

/// Finds files by their names.
struct GlobTool: AgentTool {
  private static let most = 500

  let files: WorkspaceFiles
  let kind = "search"
  let effect = ToolEffect.reads
  let offer = ProviderRequest.Tool(
    name: "Glob",
    description:
      "Finds files of the workspace by name: `**/*.swift`, `src/**/test_?.py`, `*.{h,c}`. Answers with paths relative to the workspace.",
    schema: ToolSchema.object(
      [
        ("pattern", ToolSchema.property("string", "The pattern; without a slash it holds in every directory.")),
        ("path", ToolSchema.property("string", "Only below this directory.")),
      ], required: ["pattern"]))

  func prepare(_ input: JSONValue) async throws(ToolProblem) -> ToolPlan {
    let input = ToolInput("Glob", input)
    let text = try input.text("pattern")
    let start = try files.inner(try input.optionalPath("path") ?? ".")
    // Models like absolute patterns.
    let pattern = try GlobPattern(files.directory.inner(text) ?? text)
    let files = files
    return ToolPlan(title: "Find \(text.line())", location: (files.absolute(start), nil), remembered: "Glob") {
      let flag = CancelFlag()
      return await withTaskCancellationHandler {
        await runBlocking { Self.find(pattern, in: files.directory, below: start, flag: flag) }
      } onCancel: {
        flag.set()
      }
    }
  }

  private static func find(_ pattern: GlobPattern, in directory: EnclosedDirectory, below start: String, flag: CancelFlag) -> ToolOutcome {
    if start != ".", (try? directory.stamp(start))??.kind != .directory {
      return ToolOutcome("There is no directory \(start).", isError: true)
    }
    var walk = FileWalk(directory, flag: flag)
    var found: [String] = []
    var total = 0
    walk.run(start) { path in
      let inner = start == "." ? path : String(path.dropFirst(start.count + 1))
      if pattern.matches(inner) || (start != "." && pattern.matches(path)) {
        total += 1
        if found.count < most { found.append(path) }
      }
      return true
    }
    guard !found.isEmpty else { return ToolOutcome("No file matches.") }
    var text = found.joined(separator: "\n")
    if total > found.count { text += "\n[truncated: \(total) files match; the first \(found.count) are shown]" }
    if walk.isCut { text += "\n[truncated: there are too many files; only the first \(FileWalk.limit) were looked at]" }
    return ToolOutcome(text.truncated(to: TextLimit.result))
  }
}
