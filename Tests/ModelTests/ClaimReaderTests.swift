import Model
import Testing

/// Which sentences claim that tests, builds or lints went well.
@Suite struct ClaimReaderTests {
  @Test(arguments: [
    ("All tests pass.", "test"), ("All 42 tests passed.", "test"), ("The test suite is green.", "test"), ("Tests: ✅", "test"),
    ("- ✅ Unit tests pass", "test"), ("`swift test` passes.", "test"), ("I ran `npm test` and everything passes.", "test"),
    ("12/12 tests passing", "test"),
    ("I ran the tests, and all passed.", "test"), ("42 passed, 0 failed", "test"),
    ("The existing tests still pass with no failures.", "test"),
    ("No tests failed.", "test"), ("The project builds successfully.", "build"), ("It compiles cleanly now.", "build"),
    ("The build succeeds.", "build"),
    ("`cargo build` finished without warnings.", "build"), ("Lint is clean.", "lint"), ("ESLint reports no errors.", "lint"),
    ("Type checks pass.", "lint"), ("`mypy` passes.", "lint"), ("Tests and lint pass.", "test lint"),
    ("Build and tests are green.", "test build"),
    ("Everything is green.", ""), ("All checks pass.", ""), ("I verified the fix.", ""), ("Verified with `swift test`.", "test"),
    ("I have tested the change manually.", ""), ("**Tests:** all green", "test"),
    ("I could not run the linter, but the tests pass.", "test"),
    ("Fixed the failing test; the suite passes.", "test"), ("The tests pass; I did not change the API.", "test"),
    ("pytest passes without errors.", "test"),
  ])
  func isClaim(sentence: String, kinds: String) throws {
    let claims = ClaimReader.claims(in: sentence)
    let claim = try #require(claims.first, "\(sentence)")
    #expect(claims.count == 1 && claim.kinds.map(\.rawValue).joined(separator: " ") == kinds, "\(sentence): \(claim.kinds)")
  }

  @Test(arguments: [
    "The tests could not be run.", "I was unable to run the tests.", "I haven't run the tests.", "Tests were not run.",
    "The tests don't pass yet.",
    "Tests fail.", "3 tests failed.", "40 passed, 2 failed", "Two tests still fail.", "If the tests pass, merge it.",
    "The tests should pass now.",
    "Run `swift test` to make sure that everything passes.", "Please verify that the build passes.",
    "You can run the tests with `npm test`.",
    "This would make the tests green.", "Do the tests pass?", "The build is broken.", "I did not verify it.", "Nothing was tested.",
    "It is untested.",
    "Once CI passes, it can be merged.", "The tests will pass.", "I added tests for the parser.", "I wrote a test suite.",
    "The function passes the value on.",
    "Make sure the tests pass.", "Tests are still pending.", "The tests were passing before my change.",
    "I could not verify that the tests pass.",
    "No tests were run.", "Without network the tests cannot pass.", "```\n12 passed\n```", "> all tests pass", "The build was skipped.",
    "I expect the tests to pass.", "Tests hopefully pass.", "Whether the tests pass is unknown.", "❌ Tests", "Let me run the tests.", "",
    "Added a green button.", "Next step: verify the tests pass.",
  ])
  func isNone(sentence: String) {
    let claims = ClaimReader.claims(in: sentence)
    #expect(claims.isEmpty, "\(sentence): \(claims)")
  }

  @Test func aMessageHasItsClaimsInOrder() {
    let claims = ClaimReader.claims(
      in:
        "Renewed the token.\n\n- All tests pass.\n- The build could not be tried.\n- Lint is clean.\n\n```\nall tests pass\n```\nAll tests pass."
    )
    #expect(claims.map(\.text) == ["All tests pass.", "Lint is clean."], "each is there once, code and denials are not")
  }

  @Test func aLongMessageIsBounded() {
    let text = (0..<5000).map { "All \($0) tests pass." }.joined(separator: "\n")
    #expect(ClaimReader.claims(in: text).count == ClaimReader.most)
    #expect(ClaimReader.claims(in: String(repeating: "tests pass ", count: 200_000)).isEmpty, "a sentence without an end is none")
  }
}
