import Platform
import TestSupport

extension CarrelProgram {
  /// `carrel` on a virtual terminal, in the repository.
  func terminal(rows: Int, columns: Int) throws -> VirtualTerminal {
    let line = "cd \(repository.path) && exec \(Self.path)"
    return try VirtualTerminal("/bin/sh", ["-c", line], environment: environment, rows: rows, columns: columns)
  }
}

extension VirtualTerminal {
  /// Pastes a text as a terminal does when the program asked for brackets.
  func paste(_ text: String) { send("\u{1b}[200~\(text)\u{1b}[201~") }

  /// Whether the text is on the screen.
  func shows(_ words: String) -> Bool { text.contains { $0.contains(words) } }

  /// Goes to the list and to its first row until this task is there: rows stay where they are while the cursor rests, and find their places when it moves.
  func first(_ id: String) async throws {
    send("1")
    try await until("\(id) as the first row") {
      send("g")
      pump(milliseconds: 100)
      return text(row: 3).contains(" \(id) ") && text(row: 1).contains("1 of ")
    }
  }

  /// Waits for a fact that is asked for, and keeps reading what the program writes meanwhile.
  func until(_ what: String, _ ask: () async throws -> Bool) async throws {
    try await Patience.until(what) {
      while pump(milliseconds: 0) {}
      return try await ask()
    }
  }
}
