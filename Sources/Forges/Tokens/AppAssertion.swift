import JSON
import Model
import Secrets

/// What a GitHub App shows to prove that it is itself: a JSON Web Token that ends within ten minutes. Pure. Source: “Generating a JSON Web Token (JWT) for a GitHub
/// App”, docs.github.com.
enum AppAssertion {
  /// Seconds for which it is good; the forge takes 600 at most.
  private static let seconds: Int64 = 540
  /// Seconds by which it was made earlier than it was, for a clock of ours that is ahead of the forge's.
  private static let skew: Int64 = 60

  /// A token.
  /// - Parameters:
  ///   - issuer: the App's id or client id.
  ///   - key: its private key, in PEM.
  /// - Throws: why it could not be signed, in a few words.
  static func make(issuer: String, key: SecretBytes, now: Timestamp) throws(RSASignature.Refusal) -> SecretBytes {
    let moment = now.milliseconds / 1000
    let head = encode(#"{"alg":"RS256","typ":"JWT"}"#.utf8)
    let claims: JSONValue = [
      "iat": .integer(moment - skew), "exp": .integer(moment + seconds), "iss": .string(issuer),
    ]
    let signed = "\(head).\(encode(claims.serialized().utf8))"
    let signature = try RSASignature.sign(Array(signed.utf8), key: key)
    return SecretBytes("\(signed).\(encode(signature))")
  }

  /// Base64 for URLs without padding (RFC 7515, 2).
  static func encode(_ bytes: some Collection<UInt8>) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(letters[Int(bits >> count & 63)])
      }
      bits &= (1 << count) - 1
    }
    if count > 0 { text.append(letters[Int(bits << (6 - count) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }
}
