import Interface
import Model
import Screen

/// A change for tests.
enum DiffSample {
  static let text = """
    diff --git a/src/login.swift b/src/login.swift
    index 1111111..2222222 100644
    --- a/src/login.swift
    +++ b/src/login.swift
    @@ -41,7 +41,10 @@ func fetchToken()
     /// Fetches the token.
     func fetchToken() async throws -> Token {
    -  let token = try await fetch(url)
    -  return token
    +  let token = try await renew(url, tries: 3)
    +  guard token.isFresh else {
    +    throw Failure("stale") // said once
    +  }
    +  return token
     }
     
     func other() {}
    @@ -80,3 +83,3 @@ struct Session {
       let a = 1
    -\tlet name = "x\u{202E}y"
    +\tlet name = "xy"
       let z = 3

    """

  static let base = "b0"

  static func file(_ path: String, _ blob: String = "2222222", _ marks: [DiffFile.Mark] = [], status: DiffFile.Status = .modified)
    -> DiffFile
  {
    DiffFile(path: path, status: status, insertions: 6, deletions: 3, blob: blob, marks: marks)
  }

  static func listing(_ files: [DiffFile], tree: String = "t1") -> DiffListing {
    DiffListing(base: base, summary: DiffSummary(files: files.count, insertions: 41, deletions: 7, tree: tree), files: files)
  }

  static var files: [DiffFile] {
    [
      file(".github/workflows/ci.yml", "c1", [.sensitive]), file("assets/logo.png", "p1", [.binary], status: .added),
      file("src/login.swift"),
      DiffFile(path: "docs/new.md", oldPath: "docs/old.md", status: .renamed, insertions: 0, deletions: 0, blob: "m1"),
      file("vendor/generated.c", "g1", [.large], status: .added),
    ]
  }

  /// A pane that shows src/login.swift.
  static func state(_ text: String = text) -> DiffPaneState {
    var state = DiffPaneState(task: TaskID(12))
    state.apply(listing: listing(files))
    _ = state.show(path: "src/login.swift")
    if let wanted = state.wantedFile { state.apply(text: text, for: wanted) }
    return state
  }
}

extension DiffPaneState {
  mutating func canvas(_ width: Int, _ height: Int, focused: Bool = true) -> Canvas {
    settle(size: Size(width: width, height: height))
    var canvas = Canvas(size: Size(width: width, height: height))
    draw(into: &canvas, rect: canvas.bounds, focused: focused, title: "Diff ─ 5 files +41 −7")
    return canvas
  }

  func rows(_ width: Int, _ height: Int) -> [String] {
    var state = self
    return CanvasText(state.canvas(width, height)).rows
  }
}
