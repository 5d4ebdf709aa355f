/// A request as a test's server read it.
package struct LoopbackRequest: Hashable, Sendable {
  /// The method.
  package var method: String
  /// Path and query, as they were sent.
  package var path: String
  /// Header fields by name in lower case.
  package var headers: [String: String]
  /// The body.
  package var body: [UInt8]

  /// The body as text.
  package var text: String { String(decoding: body, as: UTF8.self) }

  /// Takes the first whole request from what was read; nil when it is not all there yet.
  static func take(from held: inout [UInt8]) -> LoopbackRequest? {
    guard let end = held.indices.first(where: { held[$0...].starts(with: [13, 10, 13, 10]) }) else { return nil }
    let lines = String(decoding: held[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = (lines.first ?? "").split(separator: " ")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    guard held.count >= end + 4 + length else { return nil }
    let body = Array(held[(end + 4)..<(end + 4 + length)])
    held.removeFirst(end + 4 + length)
    return LoopbackRequest(
      method: String(words.first ?? ""), path: words.count > 1 ? String(words[1]) : "", headers: headers, body: body)
  }
}
