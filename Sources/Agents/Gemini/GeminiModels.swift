import HTTP
import JSON
import Model

/// The models that the Gemini API offers (https://ai.google.dev/api/models).
struct GeminiModels: Sendable {
  private static let standard = "https://generativelanguage.googleapis.com"
  private let client = HTTPClient()

  /// Those that make text.
  /// - Throws: `TaskFailure` when there is no key, nobody answers, or the answer is an error.
  func list(_ environment: [String: String]) async throws(TaskFailure) -> [ModelOffer] {
    guard let key = environment["GEMINI_API_KEY"], !key.isEmpty else {
      throw TaskFailure(.auth, "Listing gemini's models: GEMINI_API_KEY is not set.")
    }
    var base = environment["GOOGLE_GEMINI_BASE_URL"] ?? ""
    if base.isEmpty { base = Self.standard }
    while base.hasSuffix("/") { base.removeLast() }
    let request = HTTPRequest(
      "GET", "\(base)/v1beta/models?pageSize=1000", headers: [HTTPField("x-goog-api-key", key)], silenceSeconds: 30)
    let response: HTTPResponse
    do throws(HTTPError) {
      response = try await client.send(request, limit: 4 << 20)
    } catch {
      throw TaskFailure(.network, "Listing gemini's models: \(error.text).")
    }
    guard response.head.status == 200, let value = try? JSONValue.parse(response.body), let models = value["models"]?.array else {
      let said = (try? JSONValue.parse(response.body))?["error"]?["message"]?.string.map { ": \($0.capped(at: 500))" } ?? ""
      let kind = GeminiFailure.kind(type: "\(response.head.status)", message: said)
      throw TaskFailure(kind, "Listing gemini's models: the server answered with status \(response.head.status)\(said).")
    }
    return Self.offers(models)
  }

  private static func offers(_ models: [JSONValue]) -> [ModelOffer] {
    models.prefix(2000).compactMap { model in
      guard let name = model["name"]?.string, !name.isEmpty else { return nil }
      let methods = (model["supportedGenerationMethods"]?.array ?? []).compactMap(\.string)
      guard methods.isEmpty || methods.contains("generateContent") else { return nil }
      let id = name.hasPrefix("models/") ? String(name.dropFirst(7)) : name
      return ModelOffer(id: id.prefix(bytes: 200), note: (model["displayName"]?.string ?? "").firstLine(limit: 200))
    }
  }
}
