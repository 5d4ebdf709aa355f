/// What the service sends: the reply to a request, or a notice.
package enum ServiceMessage: Hashable, Sendable, Codable {
  /// The answer to the request with this number.
  case reply(id: Int, Reply)
  /// Something that happened.
  case notice(Notice)
}
