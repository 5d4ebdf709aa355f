/// docs/engines.md, drawn from the engines themselves.
package enum EnginesPage {
  /// The page in Markdown.
  package static func render(_ engines: [any CodingEngine]) -> String {
    var lines = [
      "# Engines", "",
      "Every engine stands behind one protocol, `CodingAgent`; its own program is spoken to in its own structured protocol, never by reading a screen. "
        + "`carrel engines` shows how each stands on a machine, `carrel models ENGINE` what it offers, `carrel engines install NAME` installs it in its project's own way, after showing the command. "
        + "This page is drawn from the table of engines; a test fails when it is stale.", "",
      "| engine | program | how it was tried |", "|---|---|---|",
    ]
    for engine in engines {
      lines.append("| [\(engine.name)](#\(anchor(engine.name))) | \(engine.sheet.title) | \(engine.sheet.trial.rawValue) |")
    }
    lines += ["", "## What each can do", ""]
    lines += capabilities(engines)
    for engine in engines { lines += section(engine) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func capabilities(_ engines: [any CodingEngine]) -> [String] {
    let names = AgentCapabilities(rawValue: .max).names
    var lines = ["| engine | \(names.joined(separator: " | ")) |", "|---|" + names.map { _ in ":-:|" }.joined()]
    for engine in engines {
      let has = engine.capabilities.names
      lines.append("| \(engine.name) | " + names.map { has.contains($0) ? "✓" : "" }.joined(separator: " | ") + " |")
    }
    lines += [
      "",
      "What an engine that speaks ACP can do is known for certain once it has said so; the table has what its entry promises. An engine without *tokens* is shown as unmetered: "
        + "limits of turns, minutes and silence hold for it, those of money and tokens cannot.",
    ]
    return lines
  }

  private static func section(_ engine: any CodingEngine) -> [String] {
    let sheet = engine.sheet
    var lines = ["", "## \(engine.name)", "", "\(sheet.title) — \(sheet.homepage)", ""]
    lines += sheet.commandLines.map { "    \($0)" }
    if !sheet.commandLines.isEmpty { lines.append("") }
    var facts: [(String, String)] = []
    if let way = engine.installation {
      facts.append(("Install", "`\(way.command.joined(separator: " "))` (\(way.documentation))"))
    } else {
      facts.append(("Install", engine.installHint))
    }
    let variables = engine.credentialVariables.map { "`\($0)`" }.joined(separator: ", ")
    let files = engine.loginFiles.map { "`~/\($0)`" }.joined(separator: ", ")
    if engine.needsCredential {
      facts.append(("Login", [variables, files].filter { !$0.isEmpty }.joined(separator: "; else its own login file ")))
    } else {
      facts.append(("Login", variables.isEmpty ? "none needed" : "none needed, or \(variables)"))
    }
    if !engine.passedVariables.isEmpty { facts.append(("Also reads", engine.passedVariables.map { "`\($0)`" }.joined(separator: ", "))) }
    if !sheet.leavesBehind.isEmpty { facts.append(("Leaves behind", sheet.leavesBehind.joined(separator: "; "))) }
    facts.append(("Tried with", sheet.trial.rawValue))
    lines += facts.map { "- **\($0.0)**: \($0.1)" }
    if !sheet.remarks.isEmpty { lines += [""] + sheet.remarks }
    return lines
  }

  private static func anchor(_ name: String) -> String { name.lowercased() }
}
