/// Status and header fields of an answer.
package struct HTTPHead: Hashable, Sendable {
  /// The status code: 200, 404, …
  package var status: Int
  /// Header fields by name in lower case; of several with one name the last.
  package var headers: [String: String]

  /// A head.
  package init(status: Int, headers: [String: String] = [:]) {
    self.status = status
    self.headers = headers
  }

  /// Whether the status is one of success.
  package var isSuccess: Bool { (200...299).contains(status) }
}
