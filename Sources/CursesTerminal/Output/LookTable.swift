internal import CNcurses
internal import Screen

/// The attributes and colour pairs of styles for one theme on one depth of colours, as ncurses wants them. In 24 bits ncurses is told numbers of the table
/// of 256, and `GraphicFilter` puts the true colours in their place in its output: so every terminal entry will do.
struct LookTable {
  struct Entry: Hashable {
    var attributes: UInt32 = 0
    var pair: Int32 = 0
    /// The same for a space, whose text colour nobody sees: fewer changes of colour on the line.
    var blankAttributes: UInt32 = 0
    var blankPair: Int32 = 0
    /// Whether the text colour shows on a space (reverse, underline).
    var blankShows = false
  }

  let theme: Theme
  let depth: ColorDepth
  private var entries: [Style: Entry] = [:]
  /// Numbers 16–255 stand for these.
  private(set) var slots: [Color] = []
  private var last: (style: Style, entry: Entry)?
  /// Frames that it was used for.
  var frames = 0
  private var isShort = false

  /// Whether it is to be made anew: an embedded program's colours filled it. Not oftener than each hundredth frame, since everything is painted anew then, unless it
  /// would grow without bound.
  var isFull: Bool { entries.count > 16_384 || (frames > 100 && (isShort || entries.count > 4096)) }

  init(theme: Theme, depth: ColorDepth) {
    self.theme = theme
    self.depth = depth
  }

  mutating func entry(_ style: Style) -> Entry {
    if let last, last.style == style { return last.entry }
    let found: Entry
    if let known = entries[style] {
      found = known
    } else {
      found = make(style)
      entries[style] = found
    }
    last = (style, found)
    return found
  }

  private mutating func make(_ style: Style) -> Entry {
    let look = theme.look(of: style, depth: depth)
    var entry = Entry()
    entry.attributes = UInt32(look.attributes.rawValue)
    entry.pair = pair(look.foreground, look.background)
    let visible = look.attributes.intersection([.underline, .reverse])
    entry.blankAttributes = UInt32(visible.rawValue)
    entry.blankPair = visible.isEmpty ? pair(.none, look.background) : entry.pair
    entry.blankShows = !visible.isEmpty
    if entry.blankShows { entry.blankAttributes = entry.attributes }
    return entry
  }

  private mutating func pair(_ foreground: Color, _ background: Color) -> Int32 {
    depth == .mono ? 0 : cn_pair(number(foreground), number(background))
  }

  /// The number that ncurses is told for a colour; -1: the terminal's own.
  private mutating func number(_ color: Color) -> Int32 {
    switch color {
    case .none: return -1
    case .indexed(let number) where depth != .direct || number < 16: return Int32(number)
    case .indexed, .rgb:
      if let slot = slots.firstIndex(of: color) { return Int32(16 + slot) }
      guard slots.count < 240 else {
        isShort = true
        if case .indexed(let near) = color.quantised(to: .sixteen) { return Int32(near) }
        return -1
      }
      slots.append(color)
      return Int32(15 + slots.count)
    }
  }
}
