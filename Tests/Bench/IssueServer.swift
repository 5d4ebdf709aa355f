import Platform

/// A forge on the loopback that has so many issues of two kilobytes, in pages of fifty, as Gitea's API gives them. Connections stay open between requests.
final class IssueServer: Sendable {
  let port: UInt16
  private let listener: TCPListener
  private let serving: Task<Void, Never>

  init(issues count: Int) throws {
    let listener = try TCPListener(at: .loopback(0))
    self.listener = listener
    let port = listener.port
    self.port = port
    let pages = stride(from: 0, to: count, by: 50).map { start in
      Self.answer("[" + (start..<min(start + 50, count)).map { Self.issue($0 + 1, port) }.joined(separator: ",") + "]", total: count)
    }
    serving = Task {
      while let connection = await listener.accept() { Task { await Self.serve(connection, pages) } }
    }
  }

  deinit {
    serving.cancel()
    listener.close()
  }

  private static func serve(_ connection: TCPConnection, _ pages: [[UInt8]]) async {
    var held: [UInt8] = []
    while let bytes = await connection.read() {
      held += bytes
      while let end = held.indices.first(where: { held[$0...].starts(with: [13, 10, 13, 10]) }) {
        let target = String(decoding: held[..<end], as: UTF8.self).split(separator: " ").dropFirst().first ?? ""
        held.removeFirst(end + 4)
        let page = target.firstRange(of: "page=").flatMap { Int(target[$0.upperBound...].prefix { $0.isNumber }) } ?? 1
        guard await connection.write(pages.indices.contains(page - 1) ? pages[page - 1] : answer("[]", total: 0)) else { return }
      }
    }
  }

  private static func answer(_ body: String, total: Int) -> [UInt8] {
    Array(
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Total-Count: \(total)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        .utf8)
  }

  private static func issue(_ number: Int, _ port: UInt16) -> String {
    let text = String(repeating: "The login test fails on \(number) of all Mondays, when the token is older. ", count: 26)
    return """
      {"id":\(number),"number":\(number),"title":"Issue \(number): the login test fails","body":"\(text)","state":"open","comments":0,
      "html_url":"http://127.0.0.1:\(port)/ops/tools/issues/\(number)","user":{"id":1,"login":"ann"},"assignees":[],
      "labels":[{"id":1,"name":"bug"}],"milestone":null,"pull_request":null,"updated_at":"2026-11-02T09:30:00Z"}
      """
  }
}
