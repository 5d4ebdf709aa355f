internal import CUtf8proc

/// The work of `UntrustedText`: reads scalars, keeps one line as a row of characters (so that a carriage return can write over it), collects the result.
struct TextCleaner {
  private let keepsLineFeeds: Bool
  /// UTF-8.
  private var result: [UInt8] = []
  /// The line so far, without marks.
  private var line: [UInt32] = []
  /// The marks after a character of the line, by its place.
  private var marks: [Int: [UInt32]] = [:]
  private var position = 0
  private var total = 0
  private var lineIsFull = false
  private var sequences = EscapeSequence()

  init(keepsLineFeeds: Bool) {
    self.keepsLineFeeds = keepsLineFeeds
  }

  mutating func clean(_ text: String) -> String {
    let scalars = text.unicodeScalars.map(\.value)
    result.reserveCapacity(text.utf8.count)
    var index = 0
    while index < scalars.count, total < UntrustedText.totalLimit {
      index += take(scalars, at: index)
    }
    endLine()
    if index < scalars.count { add(0x2026) }
    return String(decoding: result, as: UTF8.self)
  }

  /// Takes what stands there and returns how many scalars it was.
  private mutating func take(_ scalars: [UInt32], at index: Int) -> Int {
    let scalar = scalars[index]
    switch scalar {
    case 0x20..<0x7F: put(scalar)
    case 0x0A:
      if keepsLineFeeds {
        endLine()
        result.append(0x0A)
        total += 1
      } else {
        put(0x240A)
      }
    case 0x0D: return 1 + carriageReturn(scalars, at: index)
    case 0x09:
      repeat { put(0x20) } while position % UntrustedText.tabWidth != 0 && !lineIsFull
    case 0x1B, 0x90, 0x98, 0x9B, 0x9D, 0x9E, 0x9F:
      if let length = sequences.length(in: scalars, at: index) { return length }
      if scalar == 0x1B { put(0x241B) } else { putName(scalar) }
    case 0..<0x20: put(0x2400 + scalar)
    case 0x7F: put(0x2421)
    case 0x80..<0xA0: putName(scalar)
    default: takeUnicode(scalars, at: index)
    }
    return 1
  }

  private mutating func takeUnicode(_ scalars: [UInt32], at index: Int) {
    let scalar = scalars[index]
    switch scalar {
    case 0xFE0E, 0xFE0F: if position == 0 { putName(scalar) }
    case 0x200D: if !joinsEmoji(scalars, at: index) { putName(scalar) }
    case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x3164, 0xFFA0, 0xFE00...0xFE0D, 0xE0000...0xE0FFF, 0xFFFE, 0xFFFF:
      putName(scalar)
    case 0xA1..<0xAD, 0xAE..<0x300, 0x2500..<0x2600, 0x4E00..<0xA000: put(scalar)
    default:
      switch ScalarShape(scalar) {
      case .mark: putMark(scalar)
      case .nothing: if (0x1F3FB...0x1F3FF).contains(scalar) { put(scalar) } else { putName(scalar) }
      case .unknownNarrow, .unknownWide, .narrow, .wide: if isInvisible(scalar) { putName(scalar) } else { put(scalar) }
      }
    }
  }

  private func isInvisible(_ scalar: UInt32) -> Bool {
    let category = Int(cu_category(scalar))
    return category == CU_FORMAT || category == CU_SEPARATOR || category == CU_CONTROL
  }

  /// A joiner between two pictographs is part of an emoji and only not drawn; anywhere else it hides something.
  private func joinsEmoji(_ scalars: [UInt32], at index: Int) -> Bool {
    guard index > 0, index + 1 < scalars.count else { return false }
    var before = scalars[index - 1]
    if before == 0xFE0F, index > 1 { before = scalars[index - 2] }
    return Self.isPictograph(before) && Self.isPictograph(scalars[index + 1])
  }

  private static func isPictograph(_ scalar: UInt32) -> Bool {
    (0x1F000..<0x1FB00).contains(scalar) || (0x2190..<0x2C00).contains(scalar)
  }

  /// The rest of the line writes over what is there, as on a terminal. Nothing changes before a line feed.
  private mutating func carriageReturn(_ scalars: [UInt32], at index: Int) -> Int {
    var next = index + 1
    while next < scalars.count, scalars[next] == 0x0D { next += 1 }
    if next < scalars.count, scalars[next] != 0x0A { position = 0 }
    return next - index - 1
  }

  private mutating func put(_ scalar: UInt32) {
    guard position < UntrustedText.lineLimit else {
      lineIsFull = true
      return
    }
    if position < line.count {
      line[position] = scalar
      marks[position] = nil
    } else {
      line.append(scalar)
    }
    position += 1
    total += 1
  }

  private mutating func putMark(_ scalar: UInt32) {
    if position == 0 { put(0x25CC) }
    guard position <= line.count, (marks[position - 1]?.count ?? 0) < 4 else { return }
    marks[position - 1, default: []].append(scalar)
    total += 1
  }

  private mutating func putName(_ scalar: UInt32) {
    var digits = String(scalar, radix: 16, uppercase: true)
    while digits.utf8.count < 4 { digits = "0" + digits }
    for scalar in "⟨U+\(digits)⟩".unicodeScalars { put(scalar.value) }
  }

  private mutating func endLine() {
    if marks.isEmpty {
      for scalar in line { add(scalar) }
    } else {
      for (place, scalar) in line.enumerated() {
        add(scalar)
        for mark in marks[place] ?? [] { add(mark) }
      }
      marks.removeAll(keepingCapacity: true)
    }
    if lineIsFull { add(0x2026) }
    line.removeAll(keepingCapacity: true)
    position = 0
    lineIsFull = false
  }

  /// Appends a scalar to the result.
  private mutating func add(_ scalar: UInt32) {
    if scalar < 0x80 { return result.append(UInt8(truncatingIfNeeded: scalar)) }
    guard let valid = Unicode.Scalar(scalar), let bytes = UTF8.encode(valid) else { return }
    result.append(contentsOf: bytes)
  }
}
