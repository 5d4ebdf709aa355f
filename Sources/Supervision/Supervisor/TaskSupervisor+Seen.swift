import FoundationEssentials
package import Model
import Platform
import Storage
import Workspaces

/// What an operator reviewed in one task is known in the others: a book of fingerprints for each operator, kept in the store's settings.
extension TaskSupervisor {
  /// Bytes of a change that are looked at.
  private static let diffBytes = 24 << 20
  /// Changes whose pieces are kept.
  private static let changesKept = 4

  /// The pieces of a change that an operator reviewed in other tasks.
  /// - Throws: `noSuchTask`; `failed` when the change cannot be read.
  package func seenHunks(_ id: TaskID, tree: String, of reader: String) async throws(SupervisionError) -> SeenHunks {
    _ = try task(id)
    let book = try await book(of: reader)
    guard book.hasOthers(than: id) else { return SeenHunks(tree: tree) }
    do throws(WorkspaceError) {
      let listing = try await desk.workspaces.listing(id, tree: tree)
      return SeenHunks(listing, try await pieces(of: id, tree: tree), places: book.places(except: id))
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  /// An operator marked pieces of a task's change, or took marks back: its entry of the book is what is marked now.
  func noteReviewed(_ review: OperatorReview, of reader: String, _ id: TaskID) async {
    guard let tree = records[id]?.diff?.tree, records[id]?.workspacePath != nil else { return }
    guard !review.files.isEmpty || books[reader]?.entries.contains(where: { $0.task == id }) ?? true else { return }
    // What cannot be read is recognised nowhere else: it is read once more there.
    guard let pieces = try? await pieces(of: id, tree: tree) else { return }
    var prints: Set<String> = []
    for (path, mark) in review.files {
      guard let file = pieces.files[path] else { continue }
      let isWhole = mark.blob == file.blob
      let marked = Set(mark.blocks)
      for piece in file.pieces where isWhole || marked.contains(piece.block.mark) {
        if let print = piece.fingerprint { prints.insert(print) }
      }
    }
    await keep(prints, of: reader, id)
  }

  /// The pieces of what is about to be published, but for those that are taken out; nil: they cannot be read.
  func printsToApprove(_ id: TaskID) async -> Set<String>? {
    guard let record = records[id], record.workspacePath != nil, let tree = record.diff?.tree else { return nil }
    guard let pieces = try? await pieces(of: id, tree: tree) else { return nil }
    var prints: Set<String> = []
    for (path, file) in pieces.files {
      let out = record.out[path]
      if out?.isWhole == true { continue }
      let taken = Set(out?.blocks ?? [])
      for piece in file.pieces where !taken.contains(piece.block) { if let print = piece.fingerprint { prints.insert(print) } }
    }
    return prints
  }

  /// What was published was reviewed by who approved it.
  func noteApproved(_ prints: Set<String>, of reader: String, _ id: TaskID) async {
    let known = (try? await book(of: reader))?.entries.first { $0.task == id }?.prints ?? []
    await keep(prints.union(known), of: reader, id)
  }

  private func keep(_ prints: Set<String>, of reader: String, _ id: TaskID) async {
    guard var book = try? await book(of: reader), book.put(prints, of: id) else { return }
    books[reader] = book
    guard let json = try? JSONEncoder().encode(book) else { return }
    // What cannot be kept is known until the service ends.
    try? await desk.log.setSetting(Self.bookKey(reader), book.entries.isEmpty ? nil : String(decoding: json, as: UTF8.self))
  }

  private static func bookKey(_ reader: String) -> String { "hunks:\(reader.prefix(200))" }

  private func book(of reader: String) async throws(SupervisionError) -> HunkBook {
    if let known = books[reader] { return known }
    do throws(StorageError) {
      let kept = try await desk.log.setting(Self.bookKey(reader))
      // Another request may have read it meanwhile, and added to it.
      if let known = books[reader] { return known }
      let book = kept.flatMap { try? JSONDecoder().decode(HunkBook.self, from: Data($0.utf8)) } ?? HunkBook()
      books[reader] = book
      return book
    } catch {
      throw SupervisionError(.failed, error.text)
    }
  }

  private func pieces(of id: TaskID, tree: String) async throws(WorkspaceError) -> ChangedPieces {
    if let known = changes.first(where: { $0.task == id && $0.tree == tree }) { return known.pieces }
    let bytes = try await desk.workspaces.diffText(id, tree: tree, context: 0, outputLimit: Self.diffBytes)
    let pieces = await runBlocking { ChangedPieces(bytes) }
    changes.removeAll { $0.task == id }
    changes.append((id, tree, pieces))
    if changes.count > Self.changesKept { changes.removeFirst() }
    return pieces
  }
}
