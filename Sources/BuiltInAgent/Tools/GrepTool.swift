import JSON
import Platform
import Providers

/// Finds lines by a regular expression.
struct GrepTool: AgentTool {
  /// What is told about a match.
  enum Answer: String, Hashable, Sendable {
    case content
    case files = "files_with_matches"
    case count
  }

  let files: WorkspaceFiles
  let kind = "search"
  let effect = ToolEffect.reads
  let offer = ProviderRequest.Tool(
    name: "Grep",
    description:
      "Finds lines in the text files of the workspace by a regular expression (no back references, no look-around). Binary files and .git are left out.",
    schema: ToolSchema.object(
      [
        ("pattern", ToolSchema.property("string", "The regular expression; write a backslash before characters that are meant literally.")),
        ("path", ToolSchema.property("string", "Only this file, or below this directory.")),
        ("glob", ToolSchema.property("string", "Only files with such names, such as `*.swift`.")),
        ("ignore_case", ToolSchema.property("boolean", "Upper and lower case are the same.")),
        ("context", ToolSchema.property("integer", "So many lines around each match.")),
        (
          "output_mode",
          [
            "type": "string", "enum": ["content", "files_with_matches", "count"],
            "description": "Matching lines (the default), the files' names, or how many lines match in each.",
          ]
        ),
      ], required: ["pattern"]))

  func prepare(_ input: JSONValue) async throws(ToolProblem) -> ToolPlan {
    let given = input
    let input = ToolInput("Grep", input)
    let text = try input.text("pattern")
    let ignoresCase = input.flag("ignore_case") || given["-i"]?.bool == true
    let glob = try input.optionalText("glob")
    let search = TextSearch(
      pattern: try LinePattern(text, ignoresCase: ignoresCase), names: try glob.map { name throws(ToolProblem) in try GlobPattern(name) },
      start: try files.inner(try input.optionalPath("path") ?? "."),
      answer: try input.optionalText("output_mode").flatMap { Answer(rawValue: $0) } ?? .content,
      context: try input.number("context", in: 0...20, default: 0))
    let files = files
    return ToolPlan(title: "Search \(text.line())", location: (files.absolute(search.start), nil), remembered: "Grep") {
      let flag = CancelFlag()
      return await withTaskCancellationHandler {
        await runBlocking { search.run(files.directory, flag: flag) }
      } onCancel: {
        flag.set()
      }
    }
  }
}
