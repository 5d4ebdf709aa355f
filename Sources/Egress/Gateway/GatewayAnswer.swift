import HTTP
import Platform

/// Writes one answer to an agent: whole, or in pieces as they come.
final class GatewayAnswer: Sendable {
  private let connection: TCPConnection
  private let isOld: Bool
  private let keepsAlive: Bool

  init(_ connection: TCPConnection, isOld: Bool, keepsAlive: Bool) {
    self.connection = connection
    self.isOld = isOld
    self.keepsAlive = keepsAlive
  }

  /// Writes a whole answer; whether the connection may go on. With `isHead` the body is only counted.
  @discardableResult
  func send(_ status: Int, _ fields: [HTTPField], _ body: [UInt8], isHead: Bool = false) async -> Bool {
    let isBare = status == 204 || status == 304
    let bytes = head(status, fields + (isBare ? [] : [HTTPField("content-length", "\(body.count)")]))
    guard await connection.write(isHead || isBare ? bytes : bytes + body) else { return false }
    return keepsAlive
  }

  /// Writes a refusal of our own in a provider's form.
  @discardableResult
  func send(_ form: GatewayForm, _ refusal: GatewayRefusal, isHead: Bool = false) async -> Bool {
    var fields = [HTTPField("content-type", "application/json")]
    // Official libraries of Anthropic and OpenAI look at this before they try again.
    if refusal.status < 429 { fields.append(HTTPField("x-should-retry", "false")) }
    if refusal.status == 429 || refusal.status == 503 { fields.append(HTTPField("retry-after", "1")) }
    return await send(refusal.status, fields, GatewayWords.body(form, status: refusal.status, refusal.text), isHead: isHead)
  }

  /// Begins an answer whose body comes in pieces. `length`: its bytes, when they are known. False: the agent has gone.
  func begin(_ status: Int, _ fields: [HTTPField], length: Int?) async -> Bool {
    var fields = fields
    if let length {
      fields.append(HTTPField("content-length", "\(length)"))
    } else if !isOld {
      fields.append(HTTPField("transfer-encoding", "chunked"))
    }
    return await connection.write(head(status, fields))
  }

  /// Writes a piece of the body. False: the agent has gone.
  func piece(_ bytes: [UInt8], length: Int?) async -> Bool {
    if bytes.isEmpty { return true }
    if length != nil || isOld { return await connection.write(bytes) }
    var chunk = Array("\(String(bytes.count, radix: 16))\r\n".utf8)
    chunk.reserveCapacity(chunk.count + bytes.count + 2)
    chunk += bytes
    chunk += [0x0d, 0x0a]
    return await connection.write(chunk)
  }

  /// Ends a body that came in pieces; whether the connection may go on.
  func end(length: Int?) async -> Bool {
    if length == nil, !isOld, !(await connection.write(Array("0\r\n\r\n".utf8))) { return false }
    return keepsAlive
  }

  private func head(_ status: Int, _ fields: [HTTPField]) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(GatewayWords.reason(status))\r\n"
    for field in fields { text += "\(field.name): \(field.value)\r\n" }
    if !keepsAlive { text += "connection: close\r\n" }
    return Array((text + "\r\n").utf8)
  }
}
