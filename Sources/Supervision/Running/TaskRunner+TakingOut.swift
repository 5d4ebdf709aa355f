import Model
import Workspaces

/// What is taken out of a change before it is published: held by what it was, so that it stays out only as long as it is that.
extension TaskRunner {
  /// Takes a file or pieces of it out of what is published, or puts them back.
  /// - Returns: a line that says what is out now.
  /// - Throws: `refused` when it is not what was shown any more, or cannot be left out by itself.
  func takeOut(_ wish: TakeOutWish, author: String) async throws(SupervisionError) -> String {
    guard record.workspacePath != nil, !record.phase.isCompletion, record.phase != .publishing else {
      throw SupervisionError(.refused, "Taking something out of \(id): it is \(record.phase.rawValue) and has nothing to publish.")
    }
    // Held against a full look when it is published.
    let listing = try await measuredNow(trustingWatch: true)
    var before: [String: TakenOut]
    var out: [String: TakenOut]
    repeat {
      before = record.out
      out = try await applied(wish, to: before, listing)
      _ = try await composed(listing, out)
      // Another operator may have come in between.
    } while before != record.out
    let words = out == before ? "" : "\(author) \(wish.isOut ? "took out" : "put back in") \(Self.name(wish))"
    try await handle(.takenOut(out, note: words))
    let begun = record.handedCommit != nil ? "; the task that begins with this work has it as it was handed over" : ""
    if out.isEmpty { return "\(id): everything is published\(begun)" }
    return "\(id): \(out.words) taken out of what is published\(begun)"
  }

  /// What is out after a wish.
  func applied(
    _ wish: TakeOutWish, to out: [String: TakenOut], _ listing: DiffListing
  ) async throws(SupervisionError) -> [String: TakenOut] {
    var out = out
    guard let file = listing.files.first(where: { $0.path == wish.path }) else {
      throw SupervisionError(.refused, "Taking \(wish.path) out of \(id): it is not among the changed files.")
    }
    guard file.stamp == wish.stamp else {
      throw SupervisionError(.refused, "Taking \(wish.path) out of \(id): it changed since it was shown. Look at it again.")
    }
    guard let blocks = wish.blocks else {
      out[wish.path] = wish.isOut ? TakenOut(stamp: file.stamp) : nil
      return try bounded(out)
    }
    let present: [ChangeBlock]?
    do throws(WorkspaceError) {
      present = try await desk.workspaces.blocks(id, tree: listing.summary.tree, path: file.path)
    } catch {
      throw SupervisionError(.failed, error.text)
    }
    guard let present, !present.isEmpty else {
      throw SupervisionError(
        .refused, "Taking a hunk of \(wish.path) out of \(id): only the whole file can be taken out, in the list of files.")
    }
    guard blocks.allSatisfy(Set(present).contains) else {
      throw SupervisionError(.refused, "Taking a hunk of \(wish.path) out of \(id): it is not as it was shown. Look at it again.")
    }
    let before = out[wish.path].map { Set($0.blocks ?? present) } ?? []
    let after = wish.isOut ? before.union(blocks) : before.subtracting(blocks)
    let ordered = present.filter(after.contains)
    // All of a file that is as it was otherwise: the file.
    let isAll = ordered.count == present.count && file.status == .modified && !file.marks.contains(.executable)
    out[wish.path] = ordered.isEmpty ? nil : TakenOut(stamp: file.stamp, blocks: isAll ? nil : ordered)
    return try bounded(out)
  }

  private func bounded(_ out: [String: TakenOut]) throws(SupervisionError) -> [String: TakenOut] {
    if out.reduce(0, { $0 + max(1, $1.value.blocks?.count ?? 1) }) > TakenOut.most {
      throw SupervisionError(.refused, "Taking something out of \(id): more than \(TakenOut.most) pieces cannot be held.")
    }
    return out
  }

  /// What is published of a listing that was just taken, without what is taken out of it.
  func composed(_ listing: DiffListing, _ out: [String: TakenOut]) async throws(SupervisionError) -> ComposedTree {
    do throws(WorkspaceError) {
      return try await desk.workspaces.compose(id, tree: listing.summary.tree, without: out)
    } catch {
      throw SupervisionError(.refused, error.text)
    }
  }

  /// The same, of something that is to be published: not of nothing, and not when something is in that was taken out.
  func keeping(_ listing: DiffListing, _ out: [String: TakenOut]) async throws(SupervisionError) -> ComposedTree {
    let kept = try await composed(listing, out)
    guard kept.back.isEmpty else {
      throw SupervisionError(.refused, "Publishing \(id): it changed since it was taken out: \(kept.back.list). Look again.")
    }
    if !kept.out.isEmpty, try await listed(kept).summary.isEmpty {
      throw SupervisionError(.refused, "Publishing \(id): everything is taken out. Put something back in, or discard it.")
    }
    return kept
  }

  /// The published part of a change, as a listing.
  func listed(_ kept: ComposedTree) async throws(SupervisionError) -> DiffListing {
    guard let base = record.baseCommit else { throw SupervisionError(.refused, "\(id) has no base.") }
    do throws(WorkspaceError) { return try await desk.workspaces.listing(id, from: base, to: kept.tree) } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// "3 files, +12 −4, tree 0123456789ab", and what is out of it.
  func sizes(of kept: ComposedTree, _ listing: DiffListing) async throws(SupervisionError) -> String {
    let summary = kept.out.isEmpty ? listing.summary : try await listed(kept).summary
    let without = kept.out.isEmpty ? "" : "; without \(kept.out.list)"
    return "\(summary.fileWords), +\(summary.insertions) −\(summary.deletions), tree \(summary.tree.prefix(12))\(without)"
  }

  /// Holds what is taken out against a change that was just measured: what is not as it was is back in, and that is said.
  func putBackWhatChanged(_ listing: DiffListing) async {
    let taken = record.out
    guard !taken.isEmpty else { return }
    let stamps = Dictionary(listing.files.map { ($0.path, $0.stamp) }) { first, _ in first }
    if taken.allSatisfy({ stamps[$0.key] == $0.value.stamp }) { return }
    // Composed of pieces that may clash by now; what became of each is the same without the others.
    var out: [String: TakenOut] = [:]
    var back: [String: TakenOut] = [:]
    for (path, piece) in taken {
      if stamps[path] == piece.stamp {
        out[path] = piece
        continue
      }
      do throws(WorkspaceError) {
        let held = try await desk.workspaces.compose(id, tree: listing.summary.tree, without: [path: piece])
        out.merge(held.out) { first, _ in first }
        back.merge(held.back) { first, _ in first }
      } catch {
        back[path] = piece
      }
    }
    guard record.out == taken else { return }
    let words = back.isEmpty ? "" : "Changed since it was taken out, and back in what is published: \(back.list)."
    await handleQuietly(.takenOut(out, note: words, .warning))
    if !words.isEmpty { announce(.message(.warning, "\(id): \(words)")) }
  }

  /// What an approval leaves out, besides what is taken out already: files and directories by name.
  /// - Throws: `usage` for a path that names no changed file.
  func leftOut(_ approval: Approval, _ listing: DiffListing) throws(SupervisionError) -> [String: TakenOut] {
    var out = record.out
    func named(_ path: String) throws(SupervisionError) -> [DiffFile] {
      let name = path.hasSuffix("/") ? String(path.dropLast()) : path
      let found = listing.files.filter { $0.path == name || $0.path.hasPrefix(name + "/") }
      if found.isEmpty { throw SupervisionError(.usage, "Publishing \(id): \(path) is not among the changed files.") }
      return found
    }
    if !approval.only.isEmpty {
      var kept: Set<String> = []
      for path in approval.only { kept.formUnion(try named(path).map(\.path)) }
      for file in listing.files where !kept.contains(file.path) { out[file.path] = TakenOut(stamp: file.stamp) }
    }
    for path in approval.with { for file in try named(path) { out[file.path] = nil } }
    for path in approval.without { for file in try named(path) { out[file.path] = TakenOut(stamp: file.stamp) } }
    return try bounded(out)
  }

  private static func name(_ wish: TakeOutWish) -> String {
    guard let blocks = wish.blocks else { return wish.path }
    let hunks = TakenOut(stamp: "", blocks: blocks).hunks
    return "\(hunks == 1 ? "a hunk" : "\(hunks) hunks") of \(wish.path)"
  }
}
