internal import FoundationEssentials

/// Messages and their bytes: one JSON object a line, UTF-8, `\n` at the end. The version is raised with every change that an older side could not read.
package enum MessageCodec {
  /// What `ClientHello` and `ServiceHello` carry.
  package static let protocolVersion = 1
  /// The longest line that either side takes, in bytes.
  package static let longestLine = 64 << 20

  /// A message as a line, with its line feed.
  package static func encode(_ message: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    // Encoding can only fail for non-finite numbers, which stand as words.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(message) else { return Array("{}\n".utf8) }
    var bytes = [UInt8](data)
    bytes.append(0x0A)
    return bytes
  }

  /// The message on a line.
  /// - Throws: `WireError` when the line is not such a message.
  package static func decode<Message: Decodable>(_ type: Message.Type, from line: [UInt8]) throws(WireError) -> Message {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      return try decoder.decode(type, from: Data(line))
    } catch {
      throw WireError(
        text:
          "Reading a message of the other side: it is not one that this version of carrel knows. Restart the service with the same version."
      )
    }
  }
}
