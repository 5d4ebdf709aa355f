/// Text being typed, with a cursor: what stands before it and what stands after. Any size; cheap at the cursor.
package struct TextBuffer: Hashable, Sendable {
  /// The text before the cursor.
  package private(set) var before: String
  /// The text after the cursor.
  package private(set) var after: String

  /// The text with the cursor at its end.
  package init(_ text: String = "") {
    before = text
    after = ""
  }

  /// All of it.
  package var text: String { before + after }
  /// Whether there is nothing.
  package var isEmpty: Bool { before.isEmpty && after.isEmpty }
  /// Whether the cursor is on the first line.
  package var isOnFirstLine: Bool { !before.utf8.contains(0x0A) }
  /// Whether the cursor is on the last line.
  package var isOnLastLine: Bool { !after.utf8.contains(0x0A) }

  /// Puts text in at the cursor. Line ends become line feeds; escape and other control characters are left out.
  package mutating func insert(_ text: String, oneLine: Bool = false) {
    before += Self.typed(text, oneLine: oneLine)
  }

  /// Pasted or typed text as a buffer takes it.
  static func typed(_ text: String, oneLine: Bool) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) { return text }
    var scalars = String.UnicodeScalarView()
    var lastWasReturn = false
    for scalar in text.unicodeScalars {
      defer { lastWasReturn = scalar == "\r" }
      switch scalar {
      case "\n" where lastWasReturn: break
      case "\n", "\r", "\u{2028}", "\u{2029}": scalars.append(oneLine ? " " : "\n")
      case "\t": scalars.append(oneLine ? " " : "\t")
      default: if scalar.value >= 0x20, !(0x7F..<0xA0).contains(scalar.value) { scalars.append(scalar) }
      }
    }
    return String(scalars)
  }

  /// Does one of the `text…` commands that only touch the text; false when it is another command.
  package mutating func apply(_ command: Command) -> Bool {
    switch command {
    case .textNewline: before += "\n"
    case .textLeft: left()
    case .textRight: right()
    case .textWordLeft:
      while before.last?.isWhitespace == true { left() }
      while let last = before.last, !last.isWhitespace { left() }
    case .textWordRight:
      while after.first?.isWhitespace == true { right() }
      while let first = after.first, !first.isWhitespace { right() }
    case .textLineStart: while let last = before.last, last != "\n" { left() }
    case .textLineEnd: while let first = after.first, first != "\n" { right() }
    case .textUp: moveLine(up: true)
    case .textDown: moveLine(up: false)
    case .textBackspace: _ = before.popLast()
    case .textDelete: if !after.isEmpty { after.removeFirst() }
    case .textDeleteWord:
      while before.last?.isWhitespace == true { before.removeLast() }
      while let last = before.last, !last.isWhitespace { before.removeLast() }
    case .textDeleteToStart: while let last = before.last, last != "\n" { before.removeLast() }
    case .textDeleteToEnd: after = after.firstIndex(of: "\n").map { String(after[$0...]) } ?? ""
    default: return false
    }
    return true
  }

  private mutating func left() {
    guard let last = before.popLast() else { return }
    after = String(last) + after
  }

  private mutating func right() {
    guard let first = after.first else { return }
    after.removeFirst()
    before.append(first)
  }

  private mutating func moveLine(up: Bool) {
    let column = before.reversed().prefix { $0 != "\n" }.count
    if up {
      guard before.contains("\n") else { return }
      _ = apply(.textLineStart)
      left()
      let length = before.reversed().prefix { $0 != "\n" }.count
      for _ in 0..<max(0, length - column) { left() }
    } else {
      guard after.contains("\n") else { return }
      _ = apply(.textLineEnd)
      right()
      for _ in 0..<column {
        if after.first == nil || after.first == "\n" { break }
        right()
      }
    }
  }
}
