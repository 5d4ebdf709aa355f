/// A package's manifest, of which only some keys run something: its other changes are harmless, such as a version or a description. What cannot be read counts
/// as changed.
enum SensitiveManifest {
  case npm, composer, python, cargo

  /// By the file's name in lower case.
  init?(name: String) {
    switch name {
    case "package.json": self = .npm
    case "composer.json": self = .composer
    case "pyproject.toml": self = .python
    case "cargo.toml": self = .cargo
    default: return nil
    }
  }

  /// What the change means; nil contents are files that are not there.
  func reasons(old: [UInt8]?, new: [UInt8]?) -> [SensitiveReason] {
    switch self {
    case .npm: json(old, new, Self.npmKeys, Self.npmDependencies)
    case .composer: json(old, new, ["scripts", "bin", "repositories", "config", "extra"], ["require", "require-dev"])
    case .python: toml(old, new, runs: Self.runsInPython)
    case .cargo: toml(old, new, runs: Self.runsInCargo)
    }
  }

  private static let npmKeys: Set = [
    "scripts", "bin", "husky", "lint-staged", "simple-git-hooks", "pre-commit", "pre-push", "hooks", "gypfile", "packageManager", "pnpm",
    "publishConfig", "config", "overrides", "resolutions", "workspaces", "nx", "wireit", "devEngines", "imports",
  ]
  private static let npmDependencies: Set = [
    "dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "bundleDependencies", "bundledDependencies",
  ]

  private func json(_ old: [UInt8]?, _ new: [UInt8]?, _ scripts: Set<String>, _ dependencies: Set<String>) -> [SensitiveReason] {
    guard let before = Self.members(old), let after = Self.members(new) else {
      return [SensitiveReason(.packageScript, "Its scripts cannot be compared: it is not plain JSON")]
    }
    func changed(_ keys: Set<String>) -> [String] { keys.filter { before[$0] != after[$0] }.sorted() }
    let run = changed(scripts)
    let used = changed(dependencies)
    var found: [SensitiveReason] = []
    if !run.isEmpty {
      found.append(
        SensitiveReason(.packageScript, "Its \(run.joined(separator: ", ")) changed: installing or building runs what stands there"))
    }
    if !used.isEmpty {
      found.append(
        SensitiveReason(.dependencies, "Its \(used.joined(separator: ", ")) changed: their own scripts run on install", needsTick: false))
    }
    return found
  }

  private static func members(_ bytes: [UInt8]?) -> [String: [UInt8]]? {
    guard let bytes else { return [:] }
    return JSONMembers.read(bytes)
  }

  // TOML is compared by its changed lines, each with the table that it stands in.

  private func toml(_ old: [UInt8]?, _ new: [UInt8]?, runs: (_ table: String, _ line: String) -> Bool) -> [SensitiveReason] {
    let before = Self.placed(old)
    let after = Self.placed(new)
    let changed = Set(before).symmetricDifference(after)
    // The same lines in another order are a change of every line.
    let lines = changed.isEmpty && before != after ? Set(before + after) : changed
    guard lines.contains(where: { runs($0.table, $0.line) }) else {
      return lines.isEmpty ? [] : [SensitiveReason(.dependencies, "It says which packages are used", needsTick: false)]
    }
    return [SensitiveReason(.packageScript, "It changes what runs when the package is built, installed or tested")]
  }

  private struct PlacedLine: Hashable {
    var table: String
    var line: String
  }

  private static func placed(_ bytes: [UInt8]?) -> [PlacedLine] {
    var table = ""
    var result: [PlacedLine] = []
    for line in String(decoding: bytes ?? [], as: UTF8.self).split(whereSeparator: \.isNewline) {
      let text = line.filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" }
      if text.isEmpty || text.hasPrefix("#") { continue }
      if text.hasPrefix("["), let end = text.lastIndex(of: "]"), !text.contains("=") {
        table = text[..<end].filter { $0 != "[" && $0 != "]" }.lowercased()
      }
      result.append(PlacedLine(table: table, line: text.lowercased()))
    }
    return result
  }

  private static func runsInPython(_ table: String, _ line: String) -> Bool {
    let harmless = [
      "project.optional-dependencies", "project.urls", "project.readme", "dependency-groups", "tool.ruff", "tool.black", "tool.isort",
      "tool.mypy", "tool.coverage", "tool.pyright", "tool.poetry.dependencies", "tool.poetry.dev-dependencies", "tool.poetry.group",
    ]
    if harmless.contains(where: { table == $0 || table.hasPrefix($0 + ".") }) { return line.contains("scripts") && line.hasPrefix("[") }
    guard table == "project" || table == "tool.poetry" else { return true }
    return ["scripts", "gui-scripts", "entry-points", "build", "packages", "include", "plugins"].contains { line.hasPrefix($0) }
      || line.contains("{")
  }

  private static func runsInCargo(_ table: String, _ line: String) -> Bool {
    if table.contains("build-dependencies") || table.hasPrefix("patch") || table.hasPrefix("replace") || table.hasPrefix("profile")
      || table.contains("metadata")
    {
      return true
    }
    let words = ["build", "links", "proc-macro", "procmacro", "path", "patch", "replace", "runner", "[[bin"]
    return table.isEmpty || words.contains { line.hasPrefix($0) } || (line.contains("{") && line.contains("build"))
  }
}
