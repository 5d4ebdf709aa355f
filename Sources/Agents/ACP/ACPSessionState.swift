import JSON

/// What a session offers to set, as its answers and updates say: modes, models, effort, slash commands. The same thing may be offered as a configuration option (the
/// newer way) and in a member of its own; the option is preferred.
struct ACPSessionState: Hashable, Sendable {
  /// Something to choose from.
  struct Choice: Hashable, Sendable {
    /// The configuration option's id; nil: set with a method of its own (`session/set_mode`, `session/set_model`).
    var option: String?
    /// What can be chosen: the value that is sent, and what people read.
    var values: [Value]
    var current: String?
  }

  struct Value: Hashable, Sendable {
    var id: String
    var name: String
  }

  private static let valueLimit = 2000

  private(set) var modes: Choice?
  private(set) var models: Choice?
  private(set) var effort: Choice?
  /// Names of slash commands, without the slash.
  private(set) var commands: Set<String> = []

  /// Reads the answer to `session/new`, `session/load`, `session/resume` or `session/set_config_option`.
  mutating func read(_ answer: JSONValue) {
    if let modes = answer["modes"], modes.object != nil {
      self.modes = Self.choice(modes, "availableModes", "id", current: "currentModeId")
    }
    if let models = answer["models"], models.object != nil {
      self.models = Self.choice(models, "availableModels", "modelId", current: "currentModelId")
    }
    if let options = answer["configOptions"]?.array { read(options: options) }
  }

  /// Reads `configOptions`.
  mutating func read(options: [JSONValue]) {
    for option in options.prefix(100) {
      guard let id = option["id"]?.string else { continue }
      let values = Self.values(option["options"])
      guard !values.isEmpty else { continue }
      let choice = Choice(option: id, values: values, current: option["currentValue"]?.string)
      switch Self.topic(category: option["category"]?.string, id: id) {
      case .mode: modes = choice
      case .model: models = choice
      case .effort: effort = choice
      case nil: break
      }
    }
  }

  /// Reads `available_commands_update`.
  mutating func read(commands: [JSONValue]) {
    self.commands = Set(
      commands.prefix(1000).compactMap { command in
        command["name"]?.string.map { String($0.drop { $0 == "/" }) }
      })
  }

  /// The mode is now this one.
  mutating func modeChanged(_ id: String) { modes?.current = id }

  /// The model is now this one.
  mutating func modelChanged(_ id: String) { models?.current = id }

  /// The effort is now this one.
  mutating func effortChanged(_ id: String) { effort?.current = id }

  /// The command that compacts the conversation, if there is one.
  var compactCommand: String? { ["compact", "compress"].first { commands.contains($0) } }

  private enum Topic { case mode, model, effort }

  /// What an option is about: its category, or its id where it has none that is known.
  private static func topic(category: String?, id: String) -> Topic? {
    for word in [category, id].compactMap({ $0?.lowercased() }) {
      switch word {
      case "mode", "modes", "approval", "approval_mode", "permission_mode": return .mode
      case "model", "models": return .model
      case "thought_level", "thinking", "effort", "reasoning", "reasoning_effort", "thinking_level", "variant": return .effort
      default: continue
      }
    }
    return nil
  }

  private static func choice(_ value: JSONValue, _ list: String, _ key: String, current: String) -> Choice {
    let values = (value[list]?.array ?? []).prefix(valueLimit).compactMap { item in
      item[key]?.string.map { Value(id: $0, name: item["name"]?.string ?? $0) }
    }
    return Choice(option: nil, values: values, current: value[current]?.string)
  }

  /// The values of a select option, also in groups.
  private static func values(_ options: JSONValue?) -> [Value] {
    let flat = (options?.array ?? []).flatMap { $0["options"]?.array ?? [$0] }
    return flat.prefix(valueLimit).compactMap { item in item["value"]?.string.map { Value(id: $0, name: item["name"]?.string ?? $0) } }
  }
}

extension ACPSessionState.Choice {
  /// The value that is meant by a word: its id, its name, or the part of its id after the provider.
  func value(named word: String) -> ACPSessionState.Value? {
    let lower = word.lowercased()
    return values.first { $0.id == word } ?? values.first { $0.id.lowercased() == lower || $0.name.lowercased() == lower }
      ?? values.first { $0.id.lowercased().hasSuffix("/" + lower) }
  }
}
