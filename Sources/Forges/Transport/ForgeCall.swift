package import HTTP
package import JSON

/// One question to a forge's API, or one thing that it is to do. Pure.
package struct ForgeCall: Sendable {
  /// What the answer must be.
  package enum Wanted: Sendable {
    /// JSON.
    case json
    /// Anything; what comes is not looked at.
    case nothing
  }

  /// `GET`, `POST`, `PATCH`, `PUT`, `DELETE`.
  package var method: String
  /// What we are doing, as the beginning of an error's sentence: “Reading issue ops/tools#12”.
  package var doing: String
  /// The names of the path below the API's root, not encoded: each becomes one part of the path, also one with a slash in it.
  package var path: [String]
  /// The query in its order, not encoded.
  package var query: [(String, String)]
  /// What is sent.
  package var body: JSONValue?
  /// Further header fields.
  package var fields: [HTTPField]
  /// What the answer must be.
  package var wanted: Wanted

  /// A question.
  package init(_ path: [String], doing: String, query: [(String, String)] = [], fields: [HTTPField] = []) {
    self.init("GET", path, doing: doing, query: query, fields: fields)
  }

  /// A call.
  package init(
    _ method: String, _ path: [String], doing: String, query: [(String, String)] = [], body: JSONValue? = nil,
    fields: [HTTPField] = [], wanted: Wanted = .json
  ) {
    self.method = method
    self.path = path
    self.doing = doing
    self.query = query
    self.body = body
    self.fields = fields
    self.wanted = wanted
  }

  /// The whole URL below an API's root (without a slash at its end).
  package func url(below root: String) -> String {
    var url = root
    for name in path { url += "/" + Self.encoded(name) }
    for (index, (name, value)) in query.enumerated() {
      url += (index == 0 ? "?" : "&") + Self.encoded(name) + "=" + Self.encoded(value)
    }
    return url
  }

  /// Percent encoding of all but unreserved characters (RFC 3986, 2.3). A name of dots alone would be taken for a step in the path: such names are encoded whole.
  package static func encoded(_ text: String) -> String {
    if text == "." { return "%2E" }
    if text == ".." { return "%2E%2E" }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        bytes.append(byte)
      default:
        let digits = Array("0123456789ABCDEF".utf8)
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
