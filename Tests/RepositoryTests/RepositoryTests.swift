import Testing

@Suite("The house's rules hold in every file")
struct RepositoryTests {
  private static let plan = (try? RepositoryTree.text("Package.swift")).map(PackagePlan.init)

  /// What every module may import besides its dependencies.
  private static let platform: Set<String> = ["Swift", "Glibc", "FoundationEssentials", "Synchronization", "Dispatch"]

  @Test("The repository is found, with its plan")
  func found() throws {
    let plan = try #require(Self.plan)
    #expect(RepositoryTree.files.count > 50)
    #expect(plan.dependencies["Configuration"] == ["Model", "TOML"])
    #expect(plan.dependencies["Model"] == [])
    #expect(plan.dependencies["ModelTests"] == ["Model"])
    #expect(plan.dependencies["carrel"]?.contains("Arguments") == true)
    #expect(plan.dependencies["TestSupport"]?.contains("CVTerm") == true)
  }

  @Test("Every import is a declared dependency")
  func imports() throws {
    let plan = try #require(Self.plan)
    var wrong: [String] = []
    for file in RepositoryTree.files {
      let allowed = try #require(plan.dependencies[file.target], "\(file.path) belongs to no target").union(Self.platform)
      for (number, name) in Self.imports(of: file) where !allowed.contains(name) {
        if !file.isProduct, name == "Testing" { continue }
        wrong.append("\(file.path):\(number): imports \(name), which Package.swift does not name for \(file.target)")
      }
    }
    #expect(wrong == [])
  }

  @Test("The plan itself keeps the walls of the house")
  func walls() throws {
    let plan = try #require(Self.plan)
    let ofTests: Set = ["TestSupport", "CursesProbe", "StorageProbe", "carrel-bench", "Fuzz"]
    for (target, names) in plan.dependencies where !target.hasSuffix("Tests") && !ofTests.contains(target) && target != "carrel" {
      #expect(!names.contains("CNcurses") || target == "CursesTerminal", "\(target) may not see ncurses")
      #expect(!names.contains("Interface") && !names.contains("CursesTerminal"), "\(target) may not see the interface")
      #expect(!names.contains("Wire") || ["Service", "Interface", "Client", "Gateway"].contains(target), "\(target) may not see the wire")
      #expect(!names.contains("Supervision") || ["Service", "Gateway"].contains(target), "\(target) may not see the supervision")
    }
    #expect(plan.dependencies["Interface"] == ["Model", "Wire", "Screen"])
    #expect(plan.dependencies["Supervision"]?.isDisjoint(with: ["Wire", "Screen"]) == true)
  }

  @Test("Nobody imports all of Foundation, nor uses dispatch sources")
  func foundation() {
    var wrong: [String] = []
    for file in RepositoryTree.files {
      for (number, name) in Self.imports(of: file) where name == "Foundation" || name == "FoundationNetworking" {
        wrong.append("\(file.path):\(number): imports \(name)")
      }
      for (index, line) in file.code.enumerated() where line.contains("DispatchSource") {
        wrong.append("\(file.path):\(index + 1): \(line)")
      }
    }
    #expect(wrong == [])
  }

  @Test("No file is longer than 500 lines")
  func lengths() {
    #expect(RepositoryTree.files.filter { $0.lines.count > 500 }.map { "\($0.path): \($0.lines.count) lines" } == [])
  }

  @Test("Every package declaration says what it is")
  func documentation() {
    var wrong: [String] = []
    for file in RepositoryTree.files where file.isProduct {
      for (index, line) in file.code.enumerated() {
        let words = SwiftCode.words(line)
        guard let at = words.firstIndex(of: "package"), words.firstIndex(of: "import") == nil else { continue }
        guard words[..<at].allSatisfy({ Self.modifiers.contains(String($0)) || line.contains("@\($0)") }) else { continue }
        guard at + 1 < words.count, words[at...].contains(where: { Self.declarations.contains(String($0)) }) else { continue }
        if !Self.isDocumented(file, index), !Self.isWitness(words[at...], in: file) { wrong.append("\(file.path):\(index + 1): \(line)") }
      }
    }
    #expect(wrong == [])
  }

  @Test("No type is a Manager, Helper, Utils or Handler, and none is called Task")
  func names() {
    let banned = ["Manager", "Helper", "Utils", "Handler"]
    // git's own word for a program that answers its questions about credentials.
    let exceptions: Set<String> = ["CredentialHelper"]
    var wrong: [String] = []
    for file in RepositoryTree.files {
      for (index, line) in file.code.enumerated() {
        let words = SwiftCode.words(line)
        guard let at = words.firstIndex(where: { ["struct", "class", "enum", "actor", "protocol", "typealias"].contains($0) }),
          at + 1 < words.count
        else { continue }
        let name = String(words[at + 1])
        guard name.first?.isUppercase == true, !exceptions.contains(name) else { continue }
        if name == "Task" || banned.contains(where: { Self.parts(name).contains($0) }) {
          wrong.append("\(file.path):\(index + 1): \(name)")
        }
      }
    }
    #expect(wrong == [])
  }

  @Test("Nothing is forced, and no variable is global")
  func forced() {
    var wrong: [String] = []
    for file in RepositoryTree.files {
      for (index, line) in file.code.enumerated() {
        let isGlobal =
          file.isProduct
          && ["var ", "package var ", "internal var ", "private var ", "nonisolated(unsafe) var "].contains { line.hasPrefix($0) }
        if isGlobal || line.contains("try!") || line.contains(" as! ") { wrong.append("\(file.path):\(index + 1): \(line)") }
      }
    }
    #expect(wrong == [])
  }

  @Test("No test sleeps, and none is left undone")
  func sleeps() {
    var wrong: [String] = []
    for file in RepositoryTree.files {
      // The benchmarks are no tests: they measure over seconds and type at a person's pace.
      for (index, line) in file.code.enumerated() where !file.isProduct && file.target != "carrel-bench" {
        let words = SwiftCode.words(line)
        let sleeps =
          ["sleep(", "usleep(", "nanosleep("].contains { line.contains($0) }
          && words.contains { ["sleep", "usleep", "nanosleep"].contains($0) }
        if sleeps { wrong.append("\(file.path):\(index + 1): \(line)") }
      }
      for (index, line) in file.lines.enumerated() where ["TO" + "DO:", "FIX" + "ME", "XX" + "X:"].contains(where: { line.contains($0) }) {
        wrong.append("\(file.path):\(index + 1): \(line)")
      }
    }
    #expect(wrong == [])
  }

  // MARK: Reading

  private static let modifiers: Set<String> = [
    "static", "final", "indirect", "nonisolated", "override", "mutating", "discardableResult", "MainActor",
  ]
  private static let declarations: Set<String> = [
    "struct", "class", "enum", "actor", "protocol", "typealias", "func", "var", "let", "init", "subscript", "case", "extension",
  ]

  /// The imported modules with their line numbers.
  private static func imports(of file: RepositoryTree.File) -> [(Int, String)] {
    file.code.enumerated().compactMap { index, line in
      let words = SwiftCode.words(line)
      guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
        words[..<at].allSatisfy({
          ["package", "internal", "private", "fileprivate", "public", "testable", "preconcurrency", "_exported"].contains($0)
        })
      else { return nil }
      var name = words[at + 1]
      if ["struct", "class", "enum", "func", "var", "let", "protocol", "typealias"].contains(name), at + 2 < words.count {
        name = words[at + 2]
      }
      return (index + 1, String(name))
    }
  }

  /// Whether a doc comment stands above a line, attributes between them allowed.
  private static func isDocumented(_ file: RepositoryTree.File, _ index: Int) -> Bool {
    var above = index - 1
    while above >= 0 {
      let line = file.lines[above].drop { $0 == " " }
      if line.hasPrefix("///") { return true }
      guard line.hasPrefix("@") || line.hasPrefix("#if") else { return false }
      above -= 1
    }
    return false
  }

  /// The members of the package's own protocols, which are documented there, by protocol.
  private static let requirements: [String: Set<String>] = {
    var result: [String: Set<String>] = [:]
    for file in RepositoryTree.files where file.isProduct {
      var current: String?
      for line in file.code {
        let words = SwiftCode.words(line).map(String.init)
        if let at = words.firstIndex(of: "protocol"), at + 1 < words.count { current = words[at + 1] }
        if line.hasPrefix("}") { current = nil }
        guard let current, let at = words.firstIndex(where: { $0 == "var" || $0 == "func" }), at + 1 < words.count else { continue }
        result[current, default: []].insert(words[at + 1])
      }
    }
    return result
  }()

  /// Whether a member only fulfils a protocol that the file names, so that its documentation is there.
  private static func isWitness(_ words: ArraySlice<Substring>, in file: RepositoryTree.File) -> Bool {
    guard let at = words.firstIndex(where: { ["var", "let", "func", "init"].contains($0) }) else { return false }
    let name = at + 1 < words.endIndex ? String(words[at + 1]) : ""
    // `<` has no letters: the next word is its first argument. An option set's own members say nothing new either.
    let isStandard =
      (words[at] == "func" && name == "left") || (words[at] == "let" && name == "rawValue") || (words[at] == "init" && name == "rawValue")
    return isStandard
      || requirements.contains { key, names in names.contains(name) && file.code.contains { $0.contains(key) && !$0.contains("protocol ") }
      }
  }

  /// The words of a type's name.
  private static func parts(_ name: String) -> [String] {
    var parts: [String] = []
    for character in name {
      if character.isUppercase || parts.isEmpty { parts.append(String(character)) } else { parts[parts.count - 1].append(character) }
    }
    return parts
  }
}
