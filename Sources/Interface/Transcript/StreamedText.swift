/// A text that comes in pieces. Each piece says at which UTF-8 offset it begins, so that gaps and overlaps are seen.
package struct StreamedText: Hashable, Sendable {
  /// The text so far; at most `limit` bytes of it.
  package private(set) var text = ""
  /// Bytes received, also those beyond the limit: the offset at which the next piece begins.
  package private(set) var received = 0
  /// Whether the whole text is there.
  package private(set) var isDone = false
  /// Grows when the text became another one than what was streamed, instead of longer.
  package private(set) var rewrites = 0
  /// Bytes kept of one text. What is longer is cut at a scalar; the store has all of it.
  package static let limit = 2 << 20

  /// An empty text.
  package init() {}

  /// Adds a piece: what is already there is not added twice. False when pieces before it are missing; then nothing is added.
  package mutating func append(_ piece: String, at offset: Int) -> Bool {
    if isDone { return true }
    guard offset >= 0, offset <= received else { return false }
    let known = received - offset
    let count = piece.utf8.count
    guard known < count else { return true }
    let from = piece.utf8.index(piece.startIndex, offsetBy: known)
    // A piece that does not meet the text at a scalar is not the continuation of this text.
    guard piece.utf8[from] & 0xC0 != 0x80 else { return false }
    keep(piece[from...])
    received = offset + count
    return true
  }

  /// Adds a piece although pieces before it are missing, with `…` in their place. For what the store itself does not have.
  package mutating func appendOverGap(_ piece: String, at offset: Int) {
    if append(piece, at: offset) { return }
    keep("…" + piece)
    received = max(received, offset) + piece.utf8.count
  }

  /// Puts the whole text in the place of what was streamed.
  package mutating func finish(_ whole: String) {
    isDone = true
    guard whole.utf8.count != text.utf8.count || whole != text else { return }
    if !text.isEmpty { rewrites += 1 }
    text = ""
    keep(whole[...])
    received = whole.utf8.count
  }

  private mutating func keep(_ piece: some StringProtocol) {
    let room = Self.limit - text.utf8.count
    guard room > 0, received <= Self.limit else { return }
    if piece.utf8.count <= room {
      text += piece
    } else {
      for scalar in piece.unicodeScalars {
        guard text.utf8.count + UTF8.width(scalar) <= Self.limit else { return }
        text.unicodeScalars.append(scalar)
      }
    }
  }
}
