import CCrypto
import Secrets

/// Signs as RS256 (RFC 7518, 3.3), by OpenSSL's libcrypto.
enum RSASignature {
  /// Why there is no signature, in a few words that hold nothing of the key.
  struct Refusal: Error, Hashable { var text: String }

  /// The signature of a message with a private key in PEM (PKCS #1 or #8, without a passphrase).
  static func sign(_ message: [UInt8], key: SecretBytes) throws(Refusal) -> [UInt8] {
    // As long as the signatures of keys with 16,384 bits, which is as long as the library's keys get.
    var signature = [UInt8](repeating: 0, count: 2048)
    var count = signature.count
    let outcome = key.withBytes { pem in ccrypto_sign_rs256(pem.baseAddress, pem.count, message, message.count, &signature, &count) }
    switch outcome {
    case CCRYPTO_DONE: return Array(signature.prefix(count))
    case CCRYPTO_NO_LIBRARY: throw Refusal(text: "libcrypto.so.3 is not on this machine; install the package libssl3")
    case CCRYPTO_NO_KEY: throw Refusal(text: "it is no private key in PEM without a passphrase; take the file that GitHub gave")
    case CCRYPTO_OTHER_KEY: throw Refusal(text: "it is no RSA key of 2048 bits or more; take the file that GitHub gave")
    default: throw Refusal(text: "libcrypto would not sign with it; take the file that GitHub gave")
    }
  }
}
