/// What the demo agent does about a ticket: which files it changes and how. Pure: the prompt and the files' present texts decide.
struct DemoScript {
  /// The ticket's title, for texts.
  let title: String
  private let words: String
  private let read: (String) -> String?

  /// `read` gives a file's text by its path, or nil when there is none.
  init(prompt: String, read: @escaping (String) -> String?) {
    // A brief names its ticket in its first heading; a plain message begins with what it is about.
    let all = prompt.split(whereSeparator: \.isNewline)
    let lines = all.drop { !$0.hasPrefix("# ") }.isEmpty ? all[...] : all.drop { !$0.hasPrefix("# ") }
    var title = String(lines.first?.drop { " #*-".contains($0) } ?? "the ticket")
    for prefix in ["Ticket:", "Title:"] where title.hasPrefix(prefix) { title = String(title.dropFirst(prefix.count).drop { $0 == " " }) }
    if let mark = title.firstRange(of: "[[demo:") { title = String(title[..<mark.lowerBound]) }
    while title.last == " " { title.removeLast() }
    self.title = title.isEmpty ? "the ticket" : title.firstLine(limit: 120)
    words = title.lowercased()
    self.read = read
  }

  /// The changes; never empty.
  var edits: [DemoEdit] {
    let edits = topic.filter { $0.old != $0.new }
    return edits.isEmpty ? [note] : edits
  }

  private func mentions(_ list: String...) -> Bool { list.contains { words.contains($0) } }

  private var topic: [DemoEdit] {
    if mentions("changelog", "release") { return [changelog] }
    if mentions("readme", "typo", "spelling") { return [readme] }
    if mentions("docs", "document", "usage", "example") { return [usage] }
    if mentions("divi", "zero", "calc") && !mentions("test") { return [calc, test].compactMap { $0 } }
    if mentions("test", "coverage") { return [test].compactMap { $0 } }
    if mentions("greet", "hello", "name") { return [greet] }
    return []
  }

  private var note: DemoEdit { appending("NOTES.md", "- \(title)\n", fresh: "# Notes\n\n- \(title)\n") }

  private var greet: DemoEdit {
    let function =
      "\n\ndef greet_all(names):\n    \"\"\"Greet everyone in names, in order.\"\"\"\n    return [greet(name) for name in names]\n"
    if (read("src/greet.py") ?? "").contains("greet_all") { return note }
    return appending("src/greet.py", function, fresh: "def greet(name):\n    return f\"Hello, {name}!\"\n" + function)
  }

  private var calc: DemoEdit? {
    let checked = "    if b == 0:\n        raise ValueError(\"cannot divide by zero\")\n    return a / b\n"
    guard let text = read("src/calc.py") else { return DemoEdit(path: "src/calc.py", old: nil, new: "def divide(a, b):\n" + checked) }
    if text.contains("cannot divide by zero") { return nil }
    if text.contains("    return a / b\n") { return DemoEdit(path: "src/calc.py", old: "    return a / b\n", new: checked) }
    return appending("src/calc.py", "\n\ndef divide(a, b):\n" + checked, fresh: "")
  }

  private var test: DemoEdit? {
    let text = read("tests/test_calc.py") ?? ""
    let name = text.contains("def test_divide_by_zero") ? "test_divide_\(text.components(of: "\ndef test_") + 1)" : "test_divide_by_zero"
    let function =
      name == "test_divide_by_zero"
      ? "\n\ndef \(name)():\n    try:\n        calc.divide(1, 0)\n    except ValueError:\n        return\n    raise AssertionError(\"no error\")\n"
      : "\n\ndef \(name)():\n    assert calc.divide(6, 3) == 2\n"
    return appending("tests/test_calc.py", function, fresh: "from src import calc\n" + function)
  }

  private var usage: DemoEdit {
    let section = "\n## Examples\n\n```\n$ python3 -m src.greet World\nHello, World!\n```\n"
    if (read("docs/usage.md") ?? "").contains("## Examples") { return appending("docs/usage.md", "\n\(title).\n", fresh: "") }
    return appending("docs/usage.md", section, fresh: "# Usage\n" + section)
  }

  private var readme: DemoEdit {
    let text = read("README.md") ?? ""
    for (wrong, right) in [("wrld", "world"), ("teh ", "the "), ("recieve", "receive"), ("seperate", "separate"), ("occured", "occurred")]
    where text.contains(wrong) {
      let line = text.split(separator: "\n", omittingEmptySubsequences: false).first { $0.contains(wrong) }.map(String.init) ?? wrong
      return DemoEdit(path: "README.md", old: line, new: line.replacing(wrong, with: right))
    }
    return appending("README.md", "\n## Development\n\n\(title).\n", fresh: "# Project\n\n## Development\n\n\(title).\n")
  }

  private var changelog: DemoEdit {
    let entry = "- \(title)\n"
    if (read("CHANGELOG.md") ?? "").contains("## Unreleased\n\n") {
      return DemoEdit(path: "CHANGELOG.md", old: "## Unreleased\n\n", new: "## Unreleased\n\n" + entry)
    }
    return appending("CHANGELOG.md", "\n## Unreleased\n\n" + entry, fresh: "# Changelog\n\n## Unreleased\n\n" + entry)
  }

  /// A change at the end of a file: its last line becomes itself and the new text.
  private func appending(_ path: String, _ addition: String, fresh: String) -> DemoEdit {
    guard let text = read(path), !text.isEmpty else { return DemoEdit(path: path, old: nil, new: fresh.isEmpty ? addition : fresh) }
    return DemoEdit(path: path, old: nil, new: text + (text.hasSuffix("\n") ? "" : "\n") + addition)
  }
}

extension String {
  /// How often a text occurs in it.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
