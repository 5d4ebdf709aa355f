/// One terminal cell of a canvas. 32 bytes: a canvas of 200x50 is made, compared and thrown away with every frame.
package struct Cell: Hashable, Sendable {
  /// The base scalar; a space where nothing is. 0 in the second cell of a wide character.
  package var scalar: UInt32
  /// How it looks.
  package var style: Style
  private var first: UInt32
  private var second: UInt32
  private var third: UInt32
  private var fourth: UInt32

  /// A cell.
  package init(scalar: UInt32 = 0x20, marks: SIMD4<UInt32> = .zero, style: Style = Style(.text)) {
    self.scalar = scalar
    self.style = style
    (first, second, third, fourth) = (marks[0], marks[1], marks[2], marks[3])
  }

  /// Up to four combining marks after it, packed in order, 0 where unused.
  package var marks: SIMD4<UInt32> {
    get { SIMD4(first, second, third, fourth) }
    set { (first, second, third, fourth) = (newValue[0], newValue[1], newValue[2], newValue[3]) }
  }

  /// Whether it has marks.
  package var hasMarks: Bool { first != 0 }

  /// Whether it is the right half of a wide character.
  package var isContinuation: Bool { scalar == 0 }

  package static func == (left: Cell, right: Cell) -> Bool {
    left.scalar == right.scalar && left.style == right.style && left.first == right.first && left.second == right.second
      && left.third == right.third && left.fourth == right.fourth
  }
}
