import Glibc
import Model
import Platform

/// The directory of the sessions' files.
struct SessionShelf: Sendable {
  /// Longer files are not read.
  static let limit = 256 << 20
  /// Where they lie.
  let directory: String

  /// `$XDG_STATE_HOME/carrel-agent/sessions`, else `$HOME/.carrel-agent/sessions`.
  init(environment: [String: String]) {
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      directory = "\(state)/carrel-agent/sessions"
    } else {
      directory = "\(environment["HOME"] ?? Environment.home ?? "/")/.carrel-agent/sessions"
    }
  }

  /// A session's file.
  func path(_ id: String) -> String { "\(directory)/\(id).jsonl" }

  /// What a session's file holds; nil when there is none.
  func history(_ id: String) async -> SessionHistory? {
    guard Identifier.isValid(id) else { return nil }
    let path = path(id)
    return await runBlocking {
      guard let bytes = try? Files.read(path, limit: Self.limit) else { return nil }
      let history = SessionHistory.read(bytes)
      return history.id == id ? history : nil
    }
  }

  /// The sessions of a directory, or of all, the last used first; at most a hundred.
  func list(directory wanted: String?) async -> [(history: SessionHistory, used: Timestamp)] {
    let directory = directory
    return await runBlocking {
      let names = ((try? Files.list(directory)) ?? []).filter { $0.hasSuffix(".jsonl") }
      let dated = names.map { name -> (String, Timestamp) in
        var found = stat()
        let isThere = stat("\(directory)/\(name)", &found) == 0
        return (name, Timestamp(milliseconds: isThere ? Int64(found.st_mtim.tv_sec) * 1000 : 0))
      }
      var sessions: [(history: SessionHistory, used: Timestamp)] = []
      for (name, used) in dated.sorted(by: { $0.1.milliseconds > $1.1.milliseconds }).prefix(1000) where sessions.count < 100 {
        // The head is enough: the first record says where, the first message what about.
        guard let bytes = Files.readHead("\(directory)/\(name)", count: 64 << 10) else { continue }
        let history = SessionHistory.read(bytes)
        guard "\(history.id).jsonl" == name, wanted == nil || wanted == history.directory else { continue }
        sessions.append((history, used))
      }
      return sessions
    }
  }

  /// Removes a session's files; true when there was one.
  func remove(_ id: String) async -> Bool {
    guard Identifier.isValid(id) else { return false }
    let path = path(id)
    return await runBlocking {
      guard Files.isFile(path) else { return false }
      try? Files.remove(path)
      try? Files.remove(path + ".lock")
      return !Files.exists(path)
    }
  }
}
