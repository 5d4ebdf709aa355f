import JSON

/// Makes events of one answer of a provider; pure. A new one for every try.
protocol AnswerDecoder: Sendable {
  /// Takes the next value of the stream.
  /// - Throws: `ProviderFailure` when it is an error, or makes no sense.
  mutating func take(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent]
  /// Takes an answer that came whole, from a server that does not stream.
  /// - Throws: `ProviderFailure` when it is an error, or makes no sense.
  mutating func takeWhole(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent]
  /// The stream says that nothing follows (`[DONE]`).
  mutating func takeDone()
  /// Whether the answer is all there.
  var isComplete: Bool { get }
  /// The stream has ended.
  /// - Throws: `ProviderFailure` when the answer is not all there.
  mutating func finish() throws(ProviderFailure) -> ProviderEvent
}

extension AnswerDecoder {
  mutating func takeWhole(_ value: JSONValue) throws(ProviderFailure) -> [ProviderEvent] { try take(value) }
  mutating func takeDone() {}
}
