import HTTP
import JSON
import Model
import Secrets

/// Makes one clear sentence of a call that came to nothing. Pure. Sources: Gitea's API description and `routers/api/v1` (scopes, 423), GitHub's "Troubleshooting
/// the REST API" and "Rate limits for the REST API", GitLab's "REST API" (status codes, `insufficient_scope`) and "Rate limits".
struct ForgeComplaint {
  let call: ForgeCall
  let host: String
  let token: SecretBytes?
  let now: Timestamp

  /// How the operator's configuration names the forge.
  private var table: String { "[[forge]] host = \"\(host)\"" }

  /// The token would go over the network for everybody to read.
  var ofPlainHTTP: ForgeError {
    ForgeError(
      .unreachable,
      "\(call.doing): the address of \(host) is plain http, over which the token could be read; set insecure_http = true in its [[forge]] table if that network may."
    )
  }

  /// No whole answer came.
  func of(_ error: HTTPError, seconds: Double) -> ForgeError {
    let what =
      switch error {
      case .certificate(let text):
        "the certificate of \(host) is not trusted (\(clean(text))); set ca_file in its [[forge]] table to the certificate of the authority that signed it"
      case .unresolved(let name): "there is no host \(clean(name)); correct url in \(table), or look at the network"
      case .refused(let text): "nobody answers at \(host) (\(clean(text))); look whether the forge is up and the network is there"
      case .timedOut(let text): "\(host) did not answer within \(Int(seconds)) seconds (\(clean(text))); it is tried again later"
      case .cut(let text): "the connection to \(host) was cut (\(clean(text))); it is tried again later"
      case .cancelled: "it was cancelled"
      case .tooLong(let limit): "\(host) answered with more than \(limit >> 20) MiB; ask for less at once"
      case .url: "the address of \(host) is no http or https address; correct url in \(table)"
      case .other(let text): "\(host) could not be asked (\(clean(text)))"
      }
    if case .tooLong = error { return ForgeError(.notUnderstood, "\(call.doing): \(what).") }
    return ForgeError(.unreachable, "\(call.doing): \(what).")
  }

  /// The answer is one of success, and no JSON.
  func ofContent(_ response: HTTPResponse, _ error: JSONError) -> ForgeError {
    if isPage(response) { return ofPage(response) }
    return ForgeError(
      .notUnderstood, "\(call.doing): the answer of \(host) is no whole JSON (\(error.description)); it is tried again later.")
  }

  /// An answer with an error status.
  func of(_ response: HTTPResponse) -> ForgeError {
    let status = response.head.status
    let said = message(response)
    let quote = said.isEmpty ? "" : ": “\(said)”"
    if let error = ofRate(response, quote) { return error }
    switch status {
    case 500...:
      return ForgeError(
        .server, "\(call.doing): \(host) had an error of its own (\(status)\(quote)); it is tried again later.", retryAfter: wait(response))
    case 401: return ofLogin(quote)
    case 300..<400: return ofRedirect(response)
    case _ where isPage(response): return ofPage(response)
    case 423: return ofArchive
    case 403 where said.lowercased().contains("archived"): return ofArchive
    case 403: return ofPermission(response, said, quote)
    case 404, 410: return ofAbsence(status, quote)
    case 413: return ForgeError(.refused, "\(call.doing): \(host) finds it too long (413\(quote)); shorten it.")
    case 400..<500: return ForgeError(.refused, "\(call.doing): \(host) will not have it (\(status)\(quote)).")
    default: return ForgeError(.notUnderstood, "\(call.doing): \(host) answered with the status \(status), which its API does not have.")
    }
  }

  // MARK: By kind

  private func ofLogin(_ quote: String) -> ForgeError {
    guard token != nil else {
      return ForgeError(
        .noToken,
        "\(call.doing): \(host) wants a token, and none is configured; name where it comes from (token_env, token_file, …) in \(table).")
    }
    return ForgeError(
      .refusedToken,
      "\(call.doing): \(host) refuses the token (401\(quote)): it has expired, was revoked, or is another forge's; make a new one there and put it where \(table) takes it from."
    )
  }

  private func ofPermission(_ response: HTTPResponse, _ said: String, _ quote: String) -> ForgeError {
    guard token != nil else {
      return ForgeError(
        .noToken, "\(call.doing): \(host) allows this only with a token, and none is configured; name where it comes from in \(table).")
    }
    if let scope = missingScope(response, said) {
      return ForgeError(
        .missingScope,
        "\(call.doing): the token for \(host) lacks the scope \(scope); make one that has it, and put it where \(table) takes it from.")
    }
    let lower = said.lowercased()
    if lower.contains("protected") {
      return ForgeError(.refused, "\(call.doing): \(host) protects this (403\(quote)); ask a maintainer, or choose another base.")
    }
    return ForgeError(
      .missingScope,
      "\(call.doing): whoever the token for \(host) belongs to may not do this (403\(quote)); give them the right, or use another token.")
  }

  private func ofAbsence(_ status: Int, _ quote: String) -> ForgeError {
    let reason =
      token == nil
      ? "without a token private repositories look the same; name where one comes from in \(table)"
      : "or the token may not see it, for forges answer alike then; look at the name and at what the token may"
    return ForgeError(
      .notFound, "\(call.doing): there is no such thing on \(host) (\(status)\(quote)), \(token == nil ? "but " : "")\(reason).")
  }

  private var ofArchive: ForgeError {
    ForgeError(.archived, "\(call.doing): the repository is archived on \(host), so that nothing in it can be changed; unarchive it there.")
  }

  private func ofRedirect(_ response: HTTPResponse) -> ForgeError {
    let target = clean(String((response.head.headers["location"] ?? "").prefix { $0 != "?" && $0 != "#" }))
    let place = target.isEmpty ? "elsewhere" : "on to \(target)"
    return ForgeError(
      .notFound,
      "\(call.doing): \(host) sends us \(place) (\(response.head.status)), where the token is not taken; the repository was renamed, or url in \(table) is not the forge's own."
    )
  }

  private func ofPage(_ response: HTTPResponse) -> ForgeError {
    ForgeError(
      .notUnderstood,
      "\(call.doing): \(host) answered with a web page instead of its API (\(response.head.status)); look whether url in \(table) has the right path, and whether a login page stands before it."
    )
  }

  private func ofRate(_ response: HTTPResponse, _ quote: String) -> ForgeError? {
    let headers = response.head.headers
    let isSpent = (headers["x-ratelimit-remaining"] ?? headers["ratelimit-remaining"]) == "0"
    let isSecondary = headers["retry-after"] != nil || quote.lowercased().contains("rate limit")
    guard response.head.status == 429 || response.head.status == 403 && (isSpent || isSecondary) else { return nil }
    let wait = wait(response) ?? 60
    return ForgeError(
      .rateLimit,
      "\(call.doing): \(host) asks to wait \(Int(wait.rounded(.up))) seconds (\(response.head.status)\(quote)); it goes on by itself then.",
      retryAfter: wait)
  }

  // MARK: What the answer says

  /// Seconds that the forge asks to wait: between one second and a day.
  private func wait(_ response: HTTPResponse) -> Double? {
    let headers = response.head.headers
    var seconds: Double?
    if let text = headers["retry-after"] {
      seconds = Double(text) ?? Timestamp(httpDate: text).map { now.seconds(until: $0) }
    } else if response.head.status < 500, let reset = (headers["x-ratelimit-reset"] ?? headers["ratelimit-reset"]).flatMap({ Double($0) }) {
      seconds = reset - Double(now.milliseconds) / 1000
    }
    guard let seconds, seconds.isFinite else { return nil }
    return min(max(1, seconds), 86_400)
  }

  /// The scope that is missing, where the forge says so.
  private func missingScope(_ response: HTTPResponse, _ said: String) -> String? {
    let headers = response.head.headers
    if let permission = headers["x-accepted-github-permissions"], !permission.isEmpty { return clean(permission) }
    if let wanted = headers["x-accepted-oauth-scopes"], let has = headers["x-oauth-scopes"] {
      func words(_ text: String) -> [String] { text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init) }
      let missing = words(wanted).filter { !words(has).contains($0) }
      if !missing.isEmpty, missing.count == words(wanted).count { return clean(missing.joined(separator: " or ")) }
    }
    let body = try? JSONValue.parse(response.body)
    if body?["error"]?.string == "insufficient_scope" { return clean(body?["scope"]?.string ?? "that this needs (api)") }
    // Gitea: "token does not have at least one of required scope(s), required=[read:issue], token scope=…"; Forgejo and older: "…required scope(s): [read:issue]".
    guard let start = said.firstRange(of: "required scope"), let open = said[start.upperBound...].firstIndex(of: "["),
      let close = said[open...].firstIndex(of: "]")
    else { return nil }
    let names = said[said.index(after: open)..<close].split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
    return names.isEmpty ? nil : names.joined(separator: " and ")
  }

  /// The forge's own words in one line.
  private func message(_ response: HTTPResponse) -> String {
    guard !isPage(response) else { return "" }
    guard let body = try? JSONValue.parse(response.body) else {
      return clean(String(decoding: response.body.prefix(400), as: UTF8.self))
    }
    var words: [String] = []
    Self.collect(body["message"] ?? body["error_description"] ?? body["error"] ?? .null, &words, depth: 0)
    if let errors = body["errors"] { Self.collect(errors, &words, depth: 0) }
    return clean(words.joined(separator: "; "))
  }

  /// Texts in what a forge calls an error: a text, a list of them, a table of fields with lists, or tables with a message.
  private static func collect(_ value: JSONValue, _ words: inout [String], depth: Int) {
    guard depth < 4, words.count < 8 else { return }
    switch value {
    case .string(let text): if !text.isEmpty, !words.contains(text) { words.append(text) }
    case .array(let values): for value in values { collect(value, &words, depth: depth + 1) }
    case .object(let object):
      if let message = object["message"]?.string {
        collect(.string(message), &words, depth: depth + 1)
      } else if let field = object["field"]?.string, let code = object["code"]?.string {
        words.append("\(field) \(code)")
      } else {
        for (key, value) in object {
          var inner: [String] = []
          collect(value, &inner, depth: depth + 1)
          if !inner.isEmpty { words.append("\(key) \(inner.joined(separator: ", "))") }
        }
      }
    default: break
    }
  }

  private func isPage(_ response: HTTPResponse) -> Bool {
    if response.head.headers["content-type"]?.lowercased().hasPrefix("text/html") == true { return true }
    return response.body.first { $0 > 0x20 } == UInt8(ascii: "<")
  }

  private func clean(_ text: String) -> String { ForgeWords.clean(text, hiding: token) }
}
