import Model
import TOML

extension Settings {
  /// Reads the text of a configuration file. Always gives settings: what is wrong keeps its default. Pure but for `readFile`.
  /// - Parameters:
  ///   - text: the file's text; empty when there is none.
  ///   - path: the file, for messages and for files that it names relative to itself.
  ///   - environment: `DEFAULT_ENGINE` and `HOME` are read.
  ///   - readFile: reads a template that the configuration names, by absolute path; nil when it cannot. Without it templates are not read.
  /// - Returns: the settings, and what is wrong in the order of the file. With any error nothing should start.
  package static func load(
    text: String, path: String, environment: [String: String] = [:], readFile: ((String) -> String?)? = nil
  ) -> (Settings, [SettingsProblem]) {
    var settings = Settings()
    if let engine = environment["DEFAULT_ENGINE"], !engine.isEmpty { settings.defaultEngine = engine }
    let document: TOMLDocument
    do throws(TOMLError) { document = try TOMLDocument.parse(text) } catch {
      return (settings, [SettingsProblem(path: path, line: error.line, column: error.column, severity: .error, message: error.message)])
    }
    var top = TableReader(document.root.table ?? [], name: "", path: path)
    settings.readTop(&top)
    settings.readTables(&top, home: environment["HOME"])
    settings.readTemplates(&top, home: environment["HOME"], readFile)
    top.finish()
    return (settings, top.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
  }

  private mutating func readTop(_ top: inout TableReader) {
    defaultEngine = top.string("default_engine") ?? defaultEngine
    maxRunning = top.integer("max_running", 1...1000) ?? maxRunning
    maxLive = top.integer("max_live", 1...1000) ?? max(maxLive, maxRunning)
    if maxLive < maxRunning, let entry = top.take("max_live") {
      top.complain(
        entry, "max_live (\(maxLive)) is less than max_running (\(maxRunning)), so that never more than \(maxLive) tasks run", .warning)
    }
    cleanup = top.choice("cleanup") ?? cleanup
    theme = top.string("theme") ?? theme
    mouse = top.choice("mouse") ?? mouse
    notify = top.choice("notify") ?? notify
    plain = top.boolean("plain") ?? plain
    readKeys(&top)
    answerTimeoutSeconds = top.duration("answer_timeout").flatMap { $0 > 0 ? $0 : nil }
    briefPath = top.string("brief")
  }

  private mutating func readTables(_ top: inout TableReader, home: String?) {
    if var table = top.table("limits") {
      limits.read(&table)
      top.problems += table.problems
    }
    if var table = top.table("git") {
      git.read(&table, home: home)
      top.problems += table.problems
    }
    if var table = top.table("vault") {
      vault.read(&table)
      top.problems += table.problems
    }
    if var table = top.table("sandbox") {
      sandbox.read(&table)
      top.problems += table.problems
    }
    if var table = top.table("host") {
      host.read(&table)
      top.problems += table.problems
    }
    if var table = top.table("publish") {
      publish.read(&table)
      top.problems += table.problems
    }
    if let table = top.table("engine") {
      for entry in table.keys { readEngine(entry, &top) }
    }
    if let table = top.table("chain") {
      for entry in table.keys { readChain(entry, &top) }
    }
    if let table = top.table("mcp") {
      for entry in table.keys { readServer(entry, &top) }
    }
    for (name, engine) in engines.sorted(by: { $0.key < $1.key }) {
      for server in engine.mcp ?? [] where mcpServers[server] == nil {
        guard let entry = top.take("engine")?.value.table?.first(where: { $0.key == name }) else { continue }
        top.complain(entry, "[engine.\(name)] mcp names “\(server)”, but there is no [mcp.\(server)]")
      }
    }
    readTrackers(&top, home: home)
    readForges(&top, home: home)
    if let entry = top.take("repo") {
      if let list = entry.value.array {
        for value in list { readRepository(value, entry, &top, home: home) }
      } else {
        top.complain(entry, "repo must be written as [[repo]], with two brackets")
      }
    }
  }

  private mutating func readServer(_ entry: TOMLEntry, _ top: inout TableReader) {
    guard let table = entry.value.table else {
      top.complain(entry, "[mcp] \(entry.key) must be a table: [mcp.\(entry.key)]")
      return
    }
    guard Self.isName(entry.key) else {
      top.complain(entry, "an MCP server's name has letters, digits, - and _ only, not “\(entry.key)”")
      return
    }
    var reader = TableReader(table, name: "[mcp.\(entry.key)]", path: top.path, line: entry.line, column: entry.column)
    mcpServers[entry.key] = MCPSettings(name: entry.key, entry: entry, &reader)
    top.problems += reader.problems
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x2D || $0 == 0x5F
      }
  }

  private mutating func readEngine(_ entry: TOMLEntry, _ top: inout TableReader) {
    guard let table = entry.value.table else {
      top.complain(entry, "[engine] \(entry.key) must be a table: [engine.\(entry.key)]")
      return
    }
    guard Self.isName(entry.key) else {
      top.complain(entry, "an engine's name has letters, digits, - and _ only, not “\(entry.key)”")
      return
    }
    var reader = TableReader(table, name: "[engine.\(entry.key)]", path: top.path, line: entry.line, column: entry.column)
    var engine = EngineSettings()
    engine.read(&reader)
    engines[entry.key] = engine
    top.problems += reader.problems
  }

  private mutating func readRepository(_ value: TOMLValue, _ entry: TOMLEntry, _ top: inout TableReader, home: String?) {
    let place = TOMLEntry(key: "repo", line: value.line, column: value.column, value: value)
    guard let table = value.table else {
      top.complain(place, "repo must be written as [[repo]], with keys below it")
      return
    }
    var reader = TableReader(table, name: "[[repo]]", path: top.path, line: value.line, column: value.column)
    defer { top.problems += reader.problems }
    let match = reader.string("match")
    var repository = RepositorySettings(match: Self.expanded(match ?? "", home: home))
    repository.read(&reader)
    if match != nil {
      repositories.append(repository)
    } else if !reader.problems.contains(where: { $0.severity == .error }) {
      reader.complain(place, "[[repo]] needs match: the beginning of a URL or of a path")
    }
  }

  /// Reads the templates that the file names.
  private mutating func readTemplates(_ top: inout TableReader, home: String?, _ readFile: ((String) -> String?)?) {
    guard let readFile else { return }
    let path = top.path
    func template(_ name: String, _ top: inout TableReader, _ what: String = "brief") -> String? {
      let file = Self.absolute(name, beside: path, home: home)
      if let text = readFile(file) { return text }
      top.problems.append(SettingsProblem(path: path, line: 0, column: 0, severity: .error, message: "the \(what) \(file) cannot be read"))
      return nil
    }
    if let name = publish.templatePath { publish.template = template(name, &top, "template") }
    if let name = briefPath { briefTemplate = template(name, &top) }
    for index in repositories.indices {
      if let name = repositories[index].briefPath { repositories[index].briefTemplate = template(name, &top) }
      if let name = repositories[index].publish.templatePath { repositories[index].publish.template = template(name, &top, "template") }
    }
  }

  /// A path with `~/` replaced.
  static func expanded(_ path: String, home: String?) -> String {
    guard path.hasPrefix("~/"), let home else { return path }
    return home + path.dropFirst(1)
  }

  /// A file that the configuration names: relative ones lie beside it.
  static func absolute(_ name: String, beside path: String, home: String?) -> String {
    let name = expanded(name, home: home)
    guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
    return path[...slash] + name
  }
}
