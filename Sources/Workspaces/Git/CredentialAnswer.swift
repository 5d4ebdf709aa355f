/// Both ends of the credential helper (git-credential, "Custom helpers"): the record that travels through an inherited descriptor and
/// the answer that is printed from it. Pure; `carrel credential FD OPERATION` reads the descriptor and prints.
package enum CredentialAnswer {
  /// The record for one remote: lines `protocol host username password`.
  package static func record(scheme: String, host: String, user: String, token: String) -> [UInt8] {
    Array("protocol=\(scheme)\nhost=\(host)\nusername=\(user)\npassword=\(token)\n".utf8)
  }

  /// What the helper prints: the user and token when git asks (`get`) for exactly the protocol and host of the record, else nothing.
  /// `store` and `erase` carry the password and are ignored.
  package static func answer(operation: String, request: [UInt8], record: [UInt8]) -> [UInt8] {
    guard operation == "get" else { return [] }
    let asked = fields(request)
    let known = fields(record)
    guard let user = known["username"], let token = known["password"], asked["protocol"] == known["protocol"],
      asked["host"] == known["host"]
    else { return [] }
    return Array("username=\(user)\npassword=\(token)\n".utf8)
  }

  private static func fields(_ bytes: [UInt8]) -> [String: String] {
    var result: [String: String] = [:]
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { continue }
      result[String(decoding: line[..<equals], as: UTF8.self)] = String(decoding: line[(equals + 1)...], as: UTF8.self)
    }
    return result
  }
}
