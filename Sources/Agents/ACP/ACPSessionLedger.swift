import Platform

/// Which sessions an agent has in a task's private home: a small file there, one id a line. Agents keep sessions in many ways, and the protocol can be asked only when
/// the agent runs. The home is the agent's to write, so that the file is reached without following it out.
struct ACPSessionLedger: Sendable {
  private let home: ACPFiles
  private let path: String

  init(engine: String, home: String) {
    self.home = ACPFiles(home)
    path = ".carrel/sessions-\(engine.filter { $0.isLetter || $0.isNumber || "-_.".contains($0) })"
  }

  /// Reads the disk.
  func holds(_ id: String) -> Bool { !id.isEmpty && sessions().contains(id) }

  /// Writes the disk; what cannot be written is not held.
  func add(_ id: String) {
    guard !id.isEmpty, id.utf8.count <= 1024, !id.contains(where: \.isNewline), !sessions().contains(id) else { return }
    let lines = (sessions() + [id]).suffix(50)
    _ = try? home.write(lines.joined(separator: "\n") + "\n", to: path)
  }

  private func sessions() -> [String] {
    ((try? home.read(path)) ?? "").split(separator: "\n").map(String.init)
  }
}
