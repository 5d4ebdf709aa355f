import JSON
import Model
import Platform
import Secrets
import TestSupport
import Testing

@testable import Forges

struct AppAssertionTests {
  @Test func theSignatureIsOneThatOpenSSLVerifies() async throws {
    try await TestRepositoryRoot.use { root in
      try await root.run("openssl", ["genrsa", "-traditional", "-out", "\(root.path)/one.pem", "2048"])
      try await root.run("openssl", ["pkey", "-in", "\(root.path)/one.pem", "-out", "\(root.path)/eight.pem"])
      try await root.run("openssl", ["pkey", "-in", "\(root.path)/one.pem", "-pubout", "-out", "\(root.path)/public.pem"])
      for name in ["one", "eight"] {
        let key = SecretBytes(try Files.readText("\(root.path)/\(name).pem", limit: 1 << 16))
        #expect(key.text.hasPrefix(name == "one" ? "-----BEGIN RSA PRIVATE KEY" : "-----BEGIN PRIVATE KEY"))
        let assertion = try AppAssertion.make(issuer: "12345", key: key, now: Timestamp(milliseconds: 1_790_000_000_000)).text
        let parts = assertion.split(separator: ".").map(String.init)
        #expect(parts.count == 3)
        #expect(decode(parts[0]) == Array(#"{"alg":"RS256","typ":"JWT"}"#.utf8))
        let claims = try JSONValue.parse(decode(parts[1]))
        #expect(claims["iss"]?.string == "12345" && claims["iat"]?.int == 1_789_999_940 && claims["exp"]?.int == 1_790_000_540)
        try Files.writeAtomically(decode(parts[2]), to: "\(root.path)/signature")
        try Files.writeAtomically(Array("\(parts[0]).\(parts[1])".utf8), to: "\(root.path)/signed")
        let verify = ["dgst", "-sha256", "-verify", "\(root.path)/public.pem", "-signature", "\(root.path)/signature"]
        try await root.run("openssl", verify + ["\(root.path)/signed"])
        try Files.writeAtomically(Array("\(parts[0]).\(parts[1])x".utf8), to: "\(root.path)/signed")
        await #expect(throws: (any Error).self) { try await root.run("openssl", verify + ["\(root.path)/signed"]) }
      }
    }
  }

  @Test func whatIsNoKeyOfAnAppIsRefused() async throws {
    try await TestRepositoryRoot.use { root in
      try await root.run(
        "openssl", ["genpkey", "-algorithm", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-out", "\(root.path)/ec.pem"])
      try await root.run("openssl", ["genrsa", "-out", "\(root.path)/short.pem", "1024"])
      try await root.run("openssl", ["genrsa", "-aes128", "-passout", "pass:canary", "-out", "\(root.path)/locked.pem", "2048"])
      for (name, says) in [("ec", "no RSA key"), ("short", "no RSA key"), ("locked", "no private key in PEM")] {
        let key = SecretBytes(try Files.readText("\(root.path)/\(name).pem", limit: 1 << 16))
        #expect(refusal(key)?.contains(says) == true, "\(name)")
      }
      for text in ["", "canary", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "\0\0\0"] {
        #expect(refusal(SecretBytes(text))?.contains("no private key in PEM") == true)
      }
    }
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
  ])
  func base64OfRFC4648(_ text: String, _ encoded: String) {
    #expect(AppAssertion.encode(text.utf8) == encoded)
    #expect(AppAssertion.encode([0xfb, 0xff, 0xfe]) == "-__-")
  }

  private func refusal(_ key: SecretBytes) -> String? {
    do throws(RSASignature.Refusal) {
      _ = try RSASignature.sign([1, 2, 3], key: key)
      return nil
    } catch { return error.text }
  }

  private func decode(_ text: String) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var bits: UInt32 = 0
    var count = 0
    var bytes: [UInt8] = []
    for letter in text.utf8 {
      bits = bits << 6 | UInt32(letters.firstIndex(of: letter) ?? 0)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> UInt32(count) & 0xff))
      }
    }
    return bytes
  }
}
