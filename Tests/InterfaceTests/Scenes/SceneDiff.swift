import Model

/// The change of the task that asks.
enum SceneDiff {
  static let summary = DiffSummary(files: 4, insertions: 19, deletions: 5, tree: "3f9a")

  static var listing: DiffListing {
    DiffListing(
      base: "b0",
      summary: summary,
      files: [
        DiffFile(path: "src/login.swift", status: .modified, insertions: 7, deletions: 2, blob: "2222222"),
        DiffFile(path: "tests/LoginTests.swift", status: .added, insertions: 11, deletions: 0, blob: "3333333"),
        DiffFile(path: "docs/login.md", oldPath: "docs/auth.md", status: .renamed, insertions: 1, deletions: 1, blob: "4444444"),
        DiffFile(
          path: "Makefile", status: .modified, insertions: 0, deletions: 2, blob: "5555555",
          reasons: [SensitiveReason(.buildScript, "It says what is run to build the project", needsTick: false)]),
      ])
  }

  /// The change of another task: one file.
  static func small(_ summary: DiffSummary?) -> DiffListing {
    DiffListing(
      base: "b0", summary: summary ?? DiffSummary(files: 0, insertions: 0, deletions: 0, tree: "b0"),
      files: summary == nil ? [] : [DiffFile(path: "docs/login.md", status: .modified, insertions: 1, deletions: 1, blob: "4444444")])
  }

  static func text(of paths: [String]) -> String {
    let all = ["src/login.swift": login, "tests/LoginTests.swift": tests, "docs/login.md": docs, "Makefile": makefile]
    return paths.compactMap { all[$0] }.joined()
  }

  private static let login = """
    diff --git a/src/login.swift b/src/login.swift
    index 1111111..2222222 100644
    --- a/src/login.swift
    +++ b/src/login.swift
    @@ -39,9 +39,13 @@ final class Session {
       private let url: URL
       
       /// Fetches the token, and a new one when it is stale.
       func fetchToken() async throws -> Token {
    -    let token = try await fetch(url)
    -    return token
    +    let token = try await renew(url, tries: 3)
    +    guard token.isFresh else {
    +      throw LoginFailure.stale // said once
    +    }
    +    return token
       }
       
       func other() {}
    @@ -80,3 +84,4 @@ struct Token {
       let text: String
    -  let age = 60
    +  let age = 30 // seconds
    +  var isFresh: Bool { Clock.now < end }
     }

    """

  private static let tests = """
    diff --git a/tests/LoginTests.swift b/tests/LoginTests.swift
    new file mode 100644
    index 0000000..3333333
    --- /dev/null
    +++ b/tests/LoginTests.swift
    @@ -0,0 +1,11 @@
    +import Testing
    +@testable import Login
    +
    +@Suite struct LoginTests {
    +  /// A token that is older than a minute is fetched again.
    +  @Test func aStaleTokenIsRenewed() async throws {
    +    let session = Session(url: "http://127.0.0.1:1")
    +    session.clock.advance(by: 61)
    +    #expect(try await session.fetchToken().isFresh)
    +  }
    +}

    """

  private static let docs = """
    diff --git a/docs/auth.md b/docs/login.md
    similarity index 90%
    rename from docs/auth.md
    rename to docs/login.md
    index 1111111..4444444 100644
    --- a/docs/auth.md
    +++ b/docs/login.md
    @@ -1,3 +1,3 @@
     # Login
    -The token lives for an **hour**.
    +The token lives for a **minute** and is renewed.
     See `src/login.swift`.

    """

  private static let makefile = """
    diff --git a/Makefile b/Makefile
    index 1111111..5555555 100644
    --- a/Makefile
    +++ b/Makefile
    @@ -1,6 +1,4 @@
     build:
     \tswift build
    -retry:
    -\tfor i in 1 2 3; do swift test && break; done
     test:
     \tswift test

    """
}
