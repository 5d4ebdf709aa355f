/// The pieces of a task's change that an operator reviewed already in other tasks.
package struct SeenHunks: Hashable, Sendable, Codable {
  /// One file with such pieces.
  package struct File: Hashable, Sendable, Codable {
    /// The object id of the content that this is about.
    package var blob: String
    /// How many pieces the file has.
    package var pieces: Int
    /// The task in which a piece was reviewed, by its mark (`ChangeBlock.mark`).
    package var blocks: [String: TaskID]

    /// A file.
    package init(blob: String, pieces: Int, blocks: [String: TaskID]) {
      self.blob = blob
      self.pieces = pieces
      self.blocks = blocks
    }
  }

  /// The tree that it is about.
  package var tree: String
  /// By path; files without such pieces are left out.
  package var files: [String: File]

  /// What was found.
  package init(tree: String, files: [String: File] = [:]) {
    self.tree = tree
    self.files = files
  }

  /// Puts a change beside what was reviewed elsewhere. Files that must be looked at each time are left out.
  package init(_ listing: DiffListing, _ pieces: ChangedPieces, places: [String: TaskID]) {
    tree = listing.summary.tree
    files = [:]
    for file in listing.files where !file.isAlwaysShown {
      guard let found = pieces.files[file.path], found.blob == file.blob else { continue }
      var blocks: [String: TaskID] = [:]
      for piece in found.pieces { if let print = piece.fingerprint, let place = places[print] { blocks[piece.block.mark] = place } }
      if !blocks.isEmpty { files[file.path] = File(blob: file.blob, pieces: found.pieces.count, blocks: blocks) }
    }
  }
}

extension DiffFile {
  /// Whether its pieces are shown whatever was reviewed elsewhere: sensitive files, but for those whose name alone says that they hold dependencies.
  package var isAlwaysShown: Bool {
    sensitivities.contains { $0.needsTick || $0.kind != .dependencies } || reasons == nil || marks.contains(.sensitive)
      || marks.contains(.binary) || marks.contains(.symlink) || marks.contains(.submodule) || marks.contains(.ignoreRules)
  }
}
