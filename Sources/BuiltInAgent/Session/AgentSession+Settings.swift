import JSON
import Model
import Providers

/// What a session offers to set.
extension AgentSession {
  /// Modes, models and options, as the answers of `session/new`, `session/load` and `session/resume` have them.
  var settings: JSONValue {
    let models = self.models
    return [
      "modes": [
        "currentModeId": .string(policy.mode.rawValue),
        "availableModes": [
          ["id": "ask", "name": "Ask", "description": "Asks before it changes files or runs commands"],
          ["id": "auto", "name": "Auto", "description": "Changes files and runs what is allowed without asking"],
          ["id": "plan", "name": "Plan", "description": "Looks and plans; changes nothing before the plan is approved"],
        ],
      ],
      "models": [
        "currentModelId": .string(models.current),
        "availableModels": .array(models.all.map { ["modelId": .string($0.id), "name": .string($0.note.isEmpty ? $0.id : $0.note)] }),
      ], "configOptions": configuration,
    ]
  }

  /// The configuration options: model and effort.
  var configuration: JSONValue {
    let models = self.models
    let current = effort.flatMap { $0.isEmpty ? nil : $0 } ?? "default"
    let known = ["default", "low", "medium", "high"]
    let efforts = known.contains(current) ? known : known + [current]
    return [
      [
        "id": "model", "name": "Model", "category": "model", "type": "select", "currentValue": .string(models.current),
        "options": .array(models.all.map { ["value": .string($0.id), "name": .string($0.note.isEmpty ? $0.id : $0.note)] }),
      ],
      [
        "id": "effort", "name": "Effort", "category": "thought_level", "type": "select", "currentValue": .string(current),
        "options": .array(efforts.map { ["value": .string($0), "name": .string($0.prefix(1).uppercased() + $0.dropFirst())] }),
      ],
    ]
  }

  /// Tells how full the context is and what the session cost so far.
  func tellContext() async {
    guard let (provider, model) = try? backend.provider(model) else { return }
    await update(SessionUpdate.usage(used: estimate, size: backend.contextSize(provider.name, model), costUSD: history.costUSD))
  }

  private var models: (current: String, all: [ModelOffer]) {
    let standard = (try? backend.provider(nil)).map { "\($0.provider.name)/\($0.model)" }
    let current = model ?? standard ?? "default"
    let offers = backend.offers
    return (current, offers.contains { $0.id == current } ? offers : [ModelOffer(id: current)] + offers)
  }
}
