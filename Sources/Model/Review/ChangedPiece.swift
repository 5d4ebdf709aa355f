/// A piece of a file's change as a diff without context has it.
package struct ChangedPiece: Hashable, Sendable {
  /// Its block.
  package var block: ChangeBlock
  /// What stands for it elsewhere; nil: it has too little that is its own.
  package var fingerprint: String?
}
