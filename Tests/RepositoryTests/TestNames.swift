/// The names of all tests, read from their sources: the title of `@Test("…")`, and the function's name.
enum TestNames {
  /// Titles and functions.
  static let all: Set<String> = Set(RepositoryTree.files.filter { !$0.isProduct }.flatMap(names))
  /// Only the titles, and the functions that have no title.
  static let shown: [String] = RepositoryTree.files.filter { !$0.isProduct }.flatMap { file in names(of: file, onlyShown: true) }.sorted()

  private static func names(of file: RepositoryTree.File) -> [String] { names(of: file, onlyShown: false) }

  private static func names(of file: RepositoryTree.File, onlyShown: Bool) -> [String] {
    var found: [String] = []
    var isTest = false
    var hasTitle = false
    for line in file.lines {
      if line.contains("@Test") {
        isTest = true
        hasTitle = false
      }
      guard isTest else { continue }
      if let title = title(in: line), !hasTitle {
        found.append(title)
        hasTitle = true
      }
      if let function = function(in: line) {
        if !onlyShown || !hasTitle { found.append(function) }
        isTest = false
      }
    }
    return found
  }

  /// The first string literal of a line; escapes are resolved as far as titles have them.
  private static func title(in line: String) -> String? {
    var rest = line[...]
    if let test = line.firstRange(of: "@Test(") { rest = line[test.upperBound...] } else if line.contains("func ") { return nil }
    guard let open = rest.firstIndex(of: "\""), rest[..<open].allSatisfy({ $0 == " " }) else { return nil }
    var text = ""
    var isEscaped = false
    for character in rest[rest.index(after: open)...] {
      if isEscaped {
        text.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        return text
      } else {
        text.append(character)
      }
    }
    return nil
  }

  private static func function(in line: String) -> String? {
    guard let range = line.firstRange(of: "func ") else { return nil }
    let name = line[range.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : String(name)
  }

  /// The failures that a name says it is about: `F24, F39: …`, `f6AndF7Forty…`.
  static func failures(in name: String) -> [Int] {
    var rest = name[...]
    var numbers: [Int] = []
    while let first = rest.first, first == "F" || (first == "f" && numbers.isEmpty) {
      let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits) else { break }
      numbers.append(number)
      rest = rest[digits.endIndex...]
      for joint in [", ", " and ", "And"] where rest.hasPrefix(joint) {
        rest = rest.dropFirst(joint.count)
        break
      }
    }
    let isName = name.first == "f"
    guard !numbers.isEmpty, isName ? rest.first?.isUppercase == true : rest.hasPrefix(": ") else { return [] }
    return numbers
  }
}
