/// What a client sends: a request with a number of its own choosing, unique in its connection.
package struct ClientMessage: Hashable, Sendable, Codable {
  /// The number that the reply carries.
  package var id: Int
  /// What is asked.
  package var request: Request

  /// A message.
  package init(id: Int, request: Request) {
    self.id = id
    self.request = request
  }
}
