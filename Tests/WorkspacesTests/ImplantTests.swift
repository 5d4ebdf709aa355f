import Model
import TestSupport
import Testing
import Workspaces

/// A persistent implant leaves through the diff: every class of it is marked, from a real workspace (facts, "Terminal attacks", last part).
struct ImplantTests {
  @Test("A fixture repository with one of every class: each is marked with its class")
  func everyClassIsMarked() async throws {
    try await Desk.use(files: Implants.base) { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell(Implants.script)
      let listing = try await desk.store.snapshot(TaskID(1))
      for expected in Implants.expected {
        let file = try #require(listing.file(expected.path), "\(expected.path) is not in the listing")
        let reason = file.sensitivities.first { $0.kind.rawValue == expected.kind }
        #expect(reason != nil, "\(expected.path) is not marked as \(expected.kind) but \(file.sensitiveWords)")
        #expect(reason?.needsTick == expected.needsTick, "\(expected.path)")
        #expect(file.marks.contains(.sensitive) == file.needsTick, "\(expected.path)")
      }
      #expect(listing.file("link/out")?.sensitivities.first?.text.contains("OUT OF THE REPOSITORY, to ../../../../etc/passwd") == true)
      #expect(listing.file("link/in")?.sensitivities.first?.text == "A symbolic link to ../src")
      #expect(listing.summary.sensitive == listing.files.count { $0.needsTick })
      let nested = listing.files.filter { $0.sensitivities.contains { $0.kind == .nestedRepository && $0.needsTick } }
      #expect(nested.count == 1, "one tick for the nested repository: \(nested.map(\.path))")
    }
  }

  @Test("Ordinary changes are not marked, and another version of the same manifest needs no tick")
  func ordinaryChanges() async throws {
    try await Desk.use(files: Implants.base) { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell(
        """
        sed -i 's/"name": "shop"/"name": "shop2"/' package.json
        sed -i 's/version = "1"/version = "2"/' pyproject.toml
        printf 'const größe = 1 // Привет, мир: а и о\\n' >> src/a.js
        printf 'πr² Δt\\r\\n日本語\\n' > notes.md
        echo 'echo ho' > bin/tool
        mkdir -p src/hooks; echo 'export {}' > src/hooks/useCart.js
        """)
      let listing = try await desk.store.snapshot(TaskID(1))
      #expect(listing.files.count == 6)
      for file in listing.files { #expect(!file.needsTick, "\(file.path): \(file.sensitivities)") }
      #expect(listing.summary.sensitive == 0)
    }
  }

  @Test("What was looked through once is not read again, and what changed is")
  func isLookedThroughOnce() async throws {
    try await Desk.use(files: Implants.base) { desk in
      let workspace = try await desk.prepare()
      try workspace.write("x.js", "a\u{202E}b\n")
      let first = try await desk.store.snapshot(TaskID(1))
      #expect(first.file("x.js")?.sensitivities.first?.text == "Characters that cannot be seen (text direction), first on line 1")
      try workspace.write("x.js", "ab\n")
      let second = try await desk.store.snapshot(TaskID(1))
      #expect(second.file("x.js")?.needsTick == false)
      #expect(second.file("x.js")?.stamp != first.file("x.js")?.stamp)
      try workspace.write("x.js", "a\u{202E}b\n")
      #expect(try await desk.store.snapshot(TaskID(1)).file("x.js") == first.file("x.js"))
    }
  }

  @Test("A file that is too large to be looked through needs a tick")
  func largeFilesAreNotTrusted() async throws {
    try await Desk.use { desk in
      let workspace = try await desk.prepare()
      try await workspace.shell("head -c 6000000 /dev/zero | tr '\\0' 'a' > big.js")
      let file = try #require(try await desk.store.snapshot(TaskID(1)).file("big.js"))
      #expect(file.sensitivities.map(\.kind) == [.unread] && file.needsTick)
    }
  }
}
