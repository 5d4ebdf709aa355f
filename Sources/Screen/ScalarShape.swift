internal import CUtf8proc

/// What a scalar does to the row of cells that it is put on.
enum ScalarShape {
  /// Takes one cell.
  case narrow
  /// Takes two cells.
  case wide
  /// Joins the cell before it.
  case mark
  /// Draws nothing: controls, joiners, variation selectors, skin tones.
  case nothing
  /// The C library does not know it, so ncurses would print a blank: U+FFFD stands for it, once.
  case unknownNarrow
  /// The same for what other terminals would draw two cells wide: U+FFFD twice.
  case unknownWide

  /// The shape of a scalar. Agrees with `wcwidth` of the C library, which ncurses asks too.
  init(_ scalar: UInt32) {
    switch scalar {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x2500..<0x2580: self = .narrow
    case 0..<0x20, 0x7F..<0xA0, 0xAD: self = .nothing
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF, 0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF: self = .nothing
    case 0x4E00..<0xA000, 0xAC00..<0xD7A4, 0x3041..<0x3097, 0x30A0..<0x3100: self = .wide
    default: self = ScalarShape.look(up: scalar)
    }
  }

  /// How many cells it takes.
  var columns: Int {
    switch self {
    case .narrow, .unknownNarrow: 1
    case .wide, .unknownWide: 2
    case .mark, .nothing: 0
    }
  }

  private static func look(up scalar: UInt32) -> ScalarShape {
    switch cu_columns(scalar) {
    case 1: return Int(cu_category(scalar)) == CU_FORMAT ? .nothing : .narrow
    case 2: return .wide
    case 0:
      let category = Int(cu_category(scalar))
      return category == CU_MARK || category == CU_OTHER ? .mark : .nothing
    default:
      let looksWide = cu_columns_newer(scalar) == 2 || (0x1F000..<0x1FB00).contains(scalar) || (0x20000..<0x40000).contains(scalar)
      return looksWide ? .unknownWide : .unknownNarrow
    }
  }
}
