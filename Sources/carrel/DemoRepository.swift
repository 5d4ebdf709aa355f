import Platform

/// The demonstration's small repository: real git, a bare remote, a list of six tickets. Made new at every run in a folder of its own, which is known by a mark.
struct DemoRepository {
  /// The folder of everything.
  let folder: String
  /// The working copy that tickets are worked on from.
  var source: String { "\(folder)/greeter" }
  /// The bare remote that branches are pushed to.
  var remote: String { "\(folder)/greeter.git" }
  /// The list of tickets.
  var tickets: String { "\(folder)/tickets.md" }
  /// The demonstration's own state directory.
  var state: String { "\(folder)/state" }

  private static let mark = ".carrel-demo"

  /// Makes it.
  /// - Throws: `PlatformError` with what could not be made.
  func make() async throws(PlatformError) {
    if Files.exists(folder) {
      guard Files.exists("\(folder)/\(Self.mark)") else {
        throw .io(doing: "making the demonstration in \(folder)", reason: "something else is there; move it away")
      }
      try await run("rm", ["-rf", "--", folder])
    }
    try Files.makeDirectory(folder)
    try write(Self.mark, "made by carrel demo; wiped at its next run\n")
    for directory in ["greeter", "greeter/src", "greeter/tests", "greeter/docs"] { try Files.makeDirectory("\(folder)/\(directory)") }
    for (path, text) in Self.files { try write("greeter/\(path)", text) }
    try write("tickets.md", Self.list)
    try await run("git", ["init", "-q", "-b", "main", source])
    try await git(["add", "-A"])
    try await git(["commit", "-q", "-m", "A small greeter"])
    try await run("git", ["init", "-q", "--bare", "-b", "main", remote])
    try await git(["remote", "add", "origin", remote])
    try await git(["push", "-q", "origin", "main"])
  }

  private func write(_ path: String, _ text: String) throws(PlatformError) {
    try Files.writeAtomically(Array(text.utf8), to: "\(folder)/\(path)", mode: 0o644)
  }

  private func git(_ arguments: [String]) async throws(PlatformError) { try await run("git", ["-C", source] + arguments) }

  private func run(_ program: String, _ arguments: [String]) async throws(PlatformError) {
    guard let path = ProcessCommand.find(program, path: "/usr/local/bin:/usr/bin:/bin") else {
      throw .spawn(program: program, reason: "it is not installed")
    }
    let environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Demo",
      "GIT_AUTHOR_EMAIL": "demo@localhost", "GIT_COMMITTER_NAME": "Demo", "GIT_COMMITTER_EMAIL": "demo@localhost",
    ]
    let result = try await ProcessRunner.run(ProcessCommand(path, arguments, environment: environment), timeoutSeconds: 60)
    guard result.exit == .code(0) else {
      throw .io(
        doing: "\(program) \(arguments.first ?? "")", reason: String(decoding: result.errorOutput.prefix(400), as: UTF8.self))
    }
  }

  private static let files = [
    (
      "README.md",
      "# Greeter\n\nA program that greets people when it recieve their names, and adds numbers.\n\n## Use\n\n    python3 src/greet.py NAME\n"
    ),
    (
      "src/greet.py",
      """
      import sys


      def greet(name):
          return "Hello " + name


      if __name__ == "__main__":
          print(greet(sys.argv[1]))

      """
    ),
    (
      "src/calc.py",
      """
      def add(a, b):
          return a + b


      def divide(a, b):
          return a / b

      """
    ),
    (
      "tests/test_calc.py",
      """
      from src import calc


      def test_add():
          assert calc.add(1, 2) == 3

      """
    ),
    ("docs/usage.md", "# Usage\n\nRun `greet.py` with a name.\n"),
    ("CHANGELOG.md", "# Changes\n\n## 0.1\n\n- First version.\n"),
  ]

  private static let list = """
    - [ ] Fix the spelling in README.md
    - [ ] Greet several people at once
          src/greet.py knows one name. Add a function that greets a list of them, in order.
    - [ ] Refuse division by zero with a clear message
    - [ ] Add tests for divide !high
    - [x] Choose a licence
    - [ ] Document the calculator in docs/usage.md
    - [ ] Write the changelog entry for 0.2

    """
}
