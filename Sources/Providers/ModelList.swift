import JSON
import Model

/// Reads lists of models: `{"data":[{"id","display_name"}]}` of Anthropic and OpenAI and of all that speak like them.
enum ModelList {
  /// Offers at most; more is nobody's list.
  private static let limit = 5000

  /// The models, in the provider's order.
  static func read(_ value: JSONValue) -> [ModelOffer] {
    let entries = value["data"]?.array ?? value["models"]?.array ?? value.array ?? []
    return entries.prefix(limit).compactMap { entry in
      guard let id = entry["id"]?.string ?? entry["name"]?.string, !id.isEmpty, id.utf8.count < 300 else { return nil }
      return ModelOffer(id: id, note: String((entry["display_name"]?.string ?? entry["owned_by"]?.string ?? "").prefix(200)))
    }
  }
}
