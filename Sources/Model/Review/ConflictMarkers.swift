/// Looks for what git writes around the two sides of a conflict that somebody has to resolve: `<<<<<<< `, `=======`, `>>>>>>> `, each at the beginning of a line, in this
/// order. One of them by itself (a heading that is underlined) is none.
struct ConflictMarkers {
  /// The number of the line on which the first whole conflict begins.
  private(set) var first: Int?
  private var start: Int?
  private var isDivided = false

  /// Takes the next line, without its line feed.
  mutating func take(_ line: ArraySlice<UInt8>, _ number: Int) {
    guard first == nil, let sign = line.first, sign == 0x3C || sign == 0x3D || sign == 0x3E, line.count >= 7,
      line.prefix(7).allSatisfy({ $0 == sign })
    else { return }
    let rest = line.dropFirst(7)
    switch sign {
    case 0x3C where rest.first == 0x20: (start, isDivided) = (number, false)
    case 0x3D where start != nil && (rest.isEmpty || rest.first == 0x0D): isDivided = true
    case 0x3E where isDivided && (rest.isEmpty || rest.first == 0x20 || rest.first == 0x0D): first = start
    default: break
    }
  }

  /// Whether a text has a whole conflict.
  static func are(in text: [UInt8]) -> Bool {
    var markers = ConflictMarkers()
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) { markers.take(line, 1) }
    return markers.first != nil
  }
}
