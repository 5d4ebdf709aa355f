import Agents
import Model
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct OfferedModelsTests {
  @Test func listsWhatAProviderOffers() async throws {
    let server = try LoopbackServer { request, _, connection in
      if request.headers["x-api-key"] == "bad" {
        connection.answer(401, #"{"error":{"type":"authentication_error","message":"invalid x-api-key"}}"#)
      } else {
        connection.answer(200, #"{"data":[{"id":"m1","display_name":"M One"},{"id":"m2"}]}"#)
      }
    }
    let off = ["OLLAMA_HOST": "127.0.0.1:\(try LoopbackServer.closedPort())"]
    let anthropic = off.merging(["ANTHROPIC_BASE_URL": server.address, "ANTHROPIC_API_KEY": "k"]) { $1 }
    #expect(try await OfferedModels(anthropic).anthropic() == [ModelOffer(id: "m1", note: "M One"), ModelOffer(id: "m2")])
    #expect(try await ClaudeEngine().models(command: nil, environment: anthropic).map(\.id) == ["sonnet", "opus", "haiku", "m1", "m2"])
    let openAI = ["OPENAI_BASE_URL": server.address + "/v1"]
    #expect(try await OfferedModels(openAI).openAI(prefix: "openai/").map(\.id) == ["openai/m1", "openai/m2"])
    #expect(server.requests.map(\.path) == ["/v1/models?limit=1000", "/v1/models?limit=1000", "/v1/models"])
    var wrong = anthropic
    wrong["ANTHROPIC_API_KEY"] = "bad"
    do throws(TaskFailure) {
      _ = try await ClaudeEngine().models(command: nil, environment: wrong)
      Issue.record("a list with a wrong key")
    } catch { #expect(error.kind == .auth) }
  }

  @Test func isEmptyWithoutACredential() async throws {
    #expect(try await OfferedModels([:]).anthropic().isEmpty)
    #expect(try await OfferedModels([:]).openAI().isEmpty)
    #expect(try await OfferedModels([:]).provider("openrouter").isEmpty)
  }
}
