import FoundationEssentials
package import Model
import Secrets
import Storage
import Workspaces

/// How far each operator is with reading a change, and who wrote it.
extension TaskSupervisor {
  /// How far an operator is. Nothing kept, or what cannot be read any more, is a beginning.
  /// - Throws: `noSuchTask`; `failed` when the store cannot be read.
  package func review(_ id: TaskID, of reader: String) async throws(SupervisionError) -> OperatorReview {
    _ = try task(id)
    do throws(StorageError) {
      let kept = try await desk.log.setting(Self.key("review", id, reader))
      var review = kept.flatMap { try? JSONDecoder().decode(OperatorReview.self, from: Data($0.utf8)) } ?? OperatorReview()
      review.looked = try await desk.log.setting(Self.key("looked", id, reader))
      return review
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// Keeps how far an operator is, without known secrets in the comments.
  /// - Throws: `usage` when it is more than is kept.
  package func keep(_ review: OperatorReview, of reader: String, _ id: TaskID) async throws(SupervisionError) {
    _ = try task(id)
    if review.isTooMuch { throw SupervisionError(.usage, "Keeping the marks of \(id): these are too many; they are lost when you detach.") }
    var review = review
    review.looked = nil
    let redactor = Redactor(desk.credentials.ledger)
    if !redactor.isEmpty {
      for index in review.comments.indices {
        review.comments[index].text = redactor.redact(review.comments[index].text)
        review.comments[index].target.snippet = review.comments[index].target.snippet.map(redactor.redact)
      }
    }
    let isEmpty = review.files.isEmpty && review.comments.isEmpty
    guard let json = try? JSONEncoder().encode(review) else {
      throw SupervisionError(.failed, "Keeping the marks of \(id): they cannot be written.")
    }
    do throws(StorageError) {
      try await desk.log.setSetting(Self.key("review", id, reader), isEmpty ? nil : String(decoding: json, as: UTF8.self))
    } catch {
      throw SupervisionError(.failed, error.text)
    }
    await noteReviewed(review, of: reader, id)
  }

  /// A tree was shown to an operator.
  func noteLook(at tree: String, of reader: String, _ id: TaskID) async {
    let key = Self.key("looked", id, reader)
    guard looked[key] != tree else { return }
    looked[key] = tree
    // What cannot be kept costs a comparison with an older look, no more.
    try? await desk.log.setSetting(key, tree)
  }

  private static func key(_ what: String, _ id: TaskID, _ reader: String) -> String { "\(what):\(id):\(reader.prefix(200))" }

  /// Who wrote the lines of a file of a task, as it is at a tree.
  /// - Throws: `failed` when the transcript or the trees cannot be read.
  package func blame(_ id: TaskID, path: String, tree: String) async throws(SupervisionError) -> FileBlame {
    let record = try task(id)
    guard let workspace = record.workspacePath, let base = record.baseCommit else {
      throw SupervisionError(.refused, "Looking up who wrote \(path): \(id) has no workspace any more.")
    }
    let points = record.checkpoints.suffix(Checkpoint.most)
    let trees = [base] + points.flatMap { [$0.before ?? base, $0.tree] } + [tree]
    let contents: [String: String]
    do throws(WorkspaceError) {
      contents = try await desk.workspaces.contents(id, path: path, in: trees, at: tree)
    } catch {
      throw SupervisionError(.failed, error.text)
    }
    var fold = BlameFold(base: contents[base])
    var rest = Array(points)[...]
    var turn = 1
    func pass(_ count: Int) {
      for point in rest.prefix(count) {
        rest.removeFirst()
        fold.state(contents[point.tree], turn: point.turn)
        turn = point.turn + (point.isTurn ? 1 : 0)
        if let next = rest.first, next.isTurn { fold.start(contents[next.before ?? base]) }
      }
    }
    for moment in try await moments(of: id) {
      switch moment {
      case .edits(let edits, let entry, let tool):
        // A turn that was cut says nothing of its end.
        pass(rest.prefix { $0.time < entry.time }.count)
        for edit in edits where Self.names(edit.path, path, workspace) { fold.edit(edit.change, by: entry.seq, tool: tool, turn: turn) }
      case .turnEnd(let tree): if let place = rest.firstIndex(where: { $0.tree == tree }) { pass(place - rest.startIndex + 1) }
      }
    }
    pass(rest.count)
    if record.turnStart == tree { fold.start(contents[tree]) } else { fold.state(contents[tree], turn: turn) }
    return fold.blame(path: path, tree: tree)
  }

  private enum Moment {
    case edits([RecordedEdit], TranscriptEntry, tool: String)
    case turnEnd(tree: String)
  }

  /// The calls of a task that did not fail and say what they did to files, and the ends of turns between them, in order.
  private func moments(of id: TaskID) async throws(SupervisionError) -> [Moment] {
    var found: [Moment] = []
    var open: [String: Int] = [:]
    var after: Int64 = 0
    while true {
      let (entries, more) = try await transcript(id, after: after, before: nil, limit: 5000)
      for entry in entries {
        switch entry.event {
        case .agent(.toolStarted(let call)) where ![.read, .search, .execute, .fetch, .think].contains(call.kind):
          let edits = EditReader.edits(of: call)
          if edits.isEmpty { break }
          open[call.id] = found.count
          found.append(.edits(edits, entry, tool: call.name))
        case .agent(.toolFinished(let call, let status, _, _)):
          if let place = open.removeValue(forKey: call), status != .ok { found[place] = .edits([], entry, tool: "") }
        case .snapshot(let summary): found.append(.turnEnd(tree: summary.tree))
        default: break
        }
      }
      guard more, let last = entries.last?.seq else { return found }
      after = last
    }
  }

  /// Whether a path that a call wrote down is this file of the workspace.
  private static func names(_ written: String, _ path: String, _ workspace: String) -> Bool {
    if written.hasPrefix("/") {
      return written == workspace + "/" + path || (!written.hasPrefix(workspace + "/") && written.hasSuffix("/" + path))
    }
    return written == path || written == "./" + path
  }
}
