import Model
import Testing

/// Secrets are known by their shape; what only looks a little like one is not.
@Suite struct SecretShapesTests {
  private static let letters = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7"

  /// Put together here, so that no scanner takes this file for one that holds secrets.
  static let real: [(String, String)] = [
    ("token = \"ghp_" + letters.prefix(36) + "\"", "a GitHub token"), ("github_pat_" + letters + "_" + letters, "a GitHub token"),
    ("glpat-" + letters.prefix(20), "a GitLab token"), ("key: AK" + "IAIOSFODNN7EXAMPLE", "an AWS access key"),
    ("-----BEGIN " + "RSA PRIVATE KEY-----", "a private key"), ("-----BEGIN " + "PRIVATE KEY-----", "a private key"),
    ("xo" + "xb-123456789012-abcdefABCDEF", "a Slack token"),
    ("Bearer ey" + "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + letters, "a JSON web token"),
  ]

  @Test(arguments: real) func isFound(line: String, kind: String) { #expect(SecretShapes.kind(of: Array(line.utf8)) == kind) }

  @Test(arguments: [
    "let ghp_ = 1", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "AKIA", "BAKIAIOSFODNN7EXAMPLE1", "AKIAiosfodnn7example",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----", "eyJ.eyJ.x", "see xoxb- tokens", "glpat-short", "", "日本語",
  ]) func isNotFound(line: String) { #expect(SecretShapes.kind(of: Array(line.utf8)) == nil) }

  @Test func placesAreThoseOfTheNewFiles() {
    let secret = "ghp_" + Self.letters.prefix(36)
    let diff = """
      diff --git a/a.txt b/a.txt
      index 1..2 100644
      --- a/a.txt
      +++ b/a.txt
      @@ -1,2 +3,3 @@ ghp_
       same
      -old \(secret)
      +++ b/fake.txt
      +new \(secret)
      @@ -9 +20,1 @@
      -x
      +known one
      \\ No newline at end of file
      diff --git a/b c.txt b/b c.txt
      --- /dev/null
      +++ b/b c.txt
      @@ -0,0 +1 @@
      +\(secret)
      """
    let found = SecretShapes.findings(inDiff: Array(diff.utf8)) { String(decoding: $0, as: UTF8.self) == "known one" }
    #expect(
      found.map(\.text) == [
        "a.txt:5: a GitHub token", "a.txt:20: a secret that Carrel was given", "b c.txt:1: a GitHub token",
      ])
    #expect(!found.contains { $0.text.contains(Self.letters.prefix(10)) })
  }

  @Test func findingsAreBounded() {
    let many = String(repeating: "+ghp_\(Self.letters.prefix(36))\n", count: 5000)
    let diff = "+++ b/x\n@@ -0,0 +1,5000 @@\n" + many
    #expect(SecretShapes.findings(inDiff: Array(diff.utf8)).count == SecretShapes.most)
    #expect(SecretShapes.findings(inDiff: Array("@@ -1,99999999999999999999 +1 @@\n+x".utf8)).isEmpty)
    #expect(SecretShapes.findings(in: "one\n" + many, of: "body").first?.text == "body:2: a GitHub token")
  }
}
