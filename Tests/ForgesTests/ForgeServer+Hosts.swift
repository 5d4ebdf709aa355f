import Forges
import HTTP
import JSON
import Model
import Secrets
import TestSupport

extension ForgeServer {
  /// A token that is looked for in whatever is said.
  static let canary = "canary-token-3f9a1c7b5e"

  /// GitHub Enterprise, spoken to with a token.
  func github(_ token: String? = canary) -> GitHubForge {
    GitHubForge(host: host, web: web, pass: ForgePass(token.map { SecretBytes($0) }), client: HTTPClient(certificates: certificates))
  }

  /// GitLab, spoken to with a token.
  func gitlab(_ token: String? = canary) -> GitLabForge {
    GitLabForge(host: host, web: web, pass: ForgePass(token.map { SecretBytes($0) }), client: HTTPClient(certificates: certificates))
  }

  /// A repository there.
  func repository(_ path: String = "ops/tools") -> ForgeRepository {
    let names = path.split(separator: "/").map(String.init)
    return ForgeRepository(host: host, owner: names.dropLast().joined(separator: "/"), name: names.last ?? "")
  }

  /// Changes something of a repository, beside the API.
  @discardableResult
  func at(_ operation: String, _ path: String = "ops/tools", _ arguments: JSONValue = [:]) async throws -> JSONValue {
    let place = repository(path)
    return try await control(operation, arguments.with("owner", .string(place.owner)).with("name", .string(place.name)))
  }

  /// The pull requests that a repository holds now.
  func pulls(_ path: String = "ops/tools") async throws -> [JSONValue] { try await at("state", path)["pulls"]?.array ?? [] }

  /// What a call fails with; it holds no canary.
  func failure(_ body: () async throws(ForgeError) -> Void) async -> ForgeError? {
    do throws(ForgeError) {
      try await body()
      return nil
    } catch {
      return error.text.contains("canary") ? ForgeError(.server, "CANARY: \(error.text)") : error
    }
  }
}
