/// Where an attached program comes from.
package enum AttachmentSource: Hashable, Sendable {
  /// A program and its arguments, which the client starts on a new pseudo-terminal.
  case command([String])
  /// The socket on which the service hands over the pseudo-terminal of a program that it has started itself.
  case socket(String)
}
