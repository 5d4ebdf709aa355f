/// One terminal cell of a canvas.
package struct Cell: Hashable, Sendable {
  /// The base scalar; a space where nothing is. 0 in the second cell of a wide character.
  package var scalar: UInt32
  /// Up to four combining marks after it, packed in order, 0 where unused.
  package var marks: SIMD4<UInt32>
  /// How it looks.
  package var style: Style

  /// A cell.
  package init(scalar: UInt32 = 0x20, marks: SIMD4<UInt32> = .zero, style: Style = Style(.text)) {
    self.scalar = scalar
    self.marks = marks
    self.style = style
  }

  /// Whether it is the right half of a wide character.
  package var isContinuation: Bool { scalar == 0 }
}
