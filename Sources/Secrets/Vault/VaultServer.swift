import HTTP
import JSON
import Platform

/// One server as it is reached now. Every request carries `X-Vault-Request` and, where there is one, the namespace; nothing is ever repeated here.
struct VaultServer: Sendable {
  let address: String
  let namespace: String?
  let client: HTTPClient
  let seconds: Double

  /// Nothing that comes is longer than this.
  private static let limit = 1 << 20

  /// Sends a request below `/v1/`. `body` may hold a secret, and is not kept.
  /// - Throws: `SecretError.vault` when no answer came; any status is an answer.
  func send(
    _ method: String, _ path: String, token: SecretBytes? = nil, body: JSONValue? = nil, doing: String
  ) async throws(SecretError) -> VaultAnswer {
    var fields = [HTTPField("X-Vault-Request", "true"), HTTPField("Accept", "application/json")]
    if let token { fields.append(HTTPField("X-Vault-Token", token.text)) }
    if let namespace { fields.append(HTTPField("X-Vault-Namespace", namespace)) }
    var bytes: [UInt8] = []
    if let body {
      body.appendBytes(to: &bytes)
      fields.append(HTTPField("Content-Type", "application/json"))
    }
    // The one limit is that of `answer`.
    let request = HTTPRequest(
      method, "\(address)/v1/\(path)", headers: fields, body: bytes, connectSeconds: seconds + 60, silenceSeconds: 0)
    do throws(HTTPError) {
      let response = try await answer(request)
      return VaultAnswer(status: response.head.status, body: (try? JSONValue.parse(response.body)) ?? .null)
    } catch {
      throw .vault(doing, reason: reason(error))
    }
  }

  /// A server that sends byte after byte gets no more time than one that sends nothing.
  private func answer(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let client = client
    let sending = Task { () -> Result<HTTPResponse, HTTPError> in
      do throws(HTTPError) { return .success(try await client.send(request, limit: Self.limit)) } catch { return .failure(error) }
    }
    let seconds = seconds
    let timer = Task {
      try? await pause(for: .seconds(seconds))
      if !Task.isCancelled { sending.cancel() }
    }
    let result = await withTaskCancellationHandler {
      await sending.value
    } onCancel: {
      sending.cancel()
    }
    timer.cancel()
    return try result.get()
  }

  private func reason(_ error: HTTPError) -> String {
    switch error {
    case .cancelled, .timedOut:
      "\(address) did not answer within \(Self.number(seconds)) s; look whether it is overloaded, or raise [vault] timeout"
    case .certificate(let text):
      "the certificate of \(address) is not trusted (\(text)); name its authority with [vault] ca"
    case .refused(let text): "nobody answers at \(address) (\(text)); start the vault, or correct [vault] address"
    case .unresolved(let host): "there is no host \(host); correct [vault] address"
    default: "\(address): \(error.text)"
    }
  }

  private static func number(_ value: Double) -> String { value == value.rounded() ? String(Int(min(value, 1e9))) : String(value) }

  /// Why a request got this status, in the operator's words. For what only the state of the server explains `sys/health` is asked, once.
  func explanation(of answer: VaultAnswer, doing: String) async -> String {
    let said = answer.complaint.map { " (\($0))" } ?? ""
    switch answer.status {
    case 400: return "the vault does not accept the request\(said)"
    case 403: return "the vault refuses it\(said): the token has expired, or its policies do not allow it; nothing was tried again"
    case 404: return "there is nothing there\(said)"
    case 301, 302, 307, 308:
      return "\(address) is a standby and sends us to another host, where no token is sent; set [vault] address to the active node"
    case 412: return "the vault has not yet seen its own last write\(said); try again"
    case 429, 472, 473, 500...599: return await health(of: answer, said, doing)
    default: return "the vault answers with status \(answer.status)\(said)"
    }
  }

  /// What `sys/health` says (HashiCorp Vault API, "/sys/health": 200, 429, 472, 473, 501, 503).
  private func health(of answer: VaultAnswer, _ said: String, _ doing: String) async -> String {
    let health = try? await send("GET", "sys/health", doing: doing)
    switch health?.status {
    case 503: return "the vault at \(address) is sealed; unseal it (`vault operator unseal`), then try again"
    case 501: return "the vault at \(address) is not initialised"
    case 429: return "\(address) is a standby; set [vault] address to the active node"
    case 472: return "\(address) is a secondary for disaster recovery, which gives no secrets; set [vault] address to the primary"
    case 473: return "\(address) is a performance standby that does not serve this; set [vault] address to the active node"
    default: break
    }
    if answer.status == 429 { return "the vault has too many requests now\(said); try again later" }
    if answer.status == 503 { return "the vault at \(address) is sealed or under maintenance\(said); unseal it, then try again" }
    return "the vault at \(address) answers with status \(answer.status)\(said)"
  }
}
