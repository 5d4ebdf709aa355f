package import JSON
package import Model

/// Engines, in lines and in JSON.
package enum EngineText {
  /// The lines of one engine.
  package static func lines(_ engine: EngineStatus) -> [String] {
    var lines = [
      "\(engine.name)\t\(engine.problem == nil ? "ready" : "not ready")" + (engine.version.map { "\t\(PlainText.line($0))" } ?? "")
    ]
    if let path = engine.path { lines.append("  program     \(PlainText.line(path))") }
    if let credential = engine.credential { lines.append("  login       \(PlainText.line(credential))") }
    if let problem = engine.problem { lines.append("  problem     \(PlainText.line(problem))") }
    if engine.path == nil { lines.append("  install     \(engine.installHint)") }
    if let model = engine.defaultModel { lines.append("  model       \(model)") }
    if !engine.variables.isEmpty {
      let names = engine.variables.sorted { $0.key < $1.key }.map { "\($0.key)\($0.value ? " (set)" : "")" }
      lines.append("  variables   \(names.joined(separator: ", "))")
    }
    lines.append("  can         \(engine.capabilities.joined(separator: ", "))")
    return lines
  }

  /// `carrel engines --json`.
  package static func json(_ engines: [EngineStatus]) -> JSONValue {
    .array(
      engines.map { engine in
        var variables = JSONObject()
        for (name, isSet) in engine.variables.sorted(by: { $0.key < $1.key }) { variables.append(name, .bool(isSet)) }
        return object([
          ("name", .string(engine.name)), ("installed", .bool(engine.path != nil)), ("path", string(engine.path)),
          ("version", string(engine.version)), ("login", string(engine.credential)), ("problem", string(engine.problem)),
          ("install", .string(engine.installHint)), ("default_model", string(engine.defaultModel)), ("variables", .object(variables)),
          ("capabilities", .array(engine.capabilities.map { .string($0) })),
        ])
      })
  }

  /// The lines of one engine's models: engine, model, what is known about it; tabs between.
  package static func lines(_ models: ModelListing) -> [String] {
    var lines = ["\(models.engine)\t\(models.defaultModel.map { PlainText.line($0) } ?? "-")\tthe default"]
    if models.defaultModel == nil { lines = ["\(models.engine)\t-\tthe engine's own default"] }
    for offer in models.offers {
      lines.append("\(models.engine)\t\(PlainText.line(offer.id))" + (offer.note.isEmpty ? "" : "\t\(PlainText.line(offer.note))"))
    }
    if let problem = models.problem { lines.append("\(models.engine)\t-\tnot asked: \(PlainText.line(problem))") }
    return lines
  }

  /// `carrel models --json`.
  package static func json(_ models: [ModelListing]) -> JSONValue {
    .array(
      models.map { entry in
        object([
          ("engine", .string(entry.engine)), ("default_model", string(entry.defaultModel)), ("problem", string(entry.problem)),
          ("models", .array(entry.offers.map { object([("id", .string($0.id)), ("note", .string($0.note))]) })),
        ])
      })
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    var object = JSONObject()
    for (key, value) in members { object.append(key, value) }
    return .object(object)
  }

  private static func string(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
