/// Letters that are drawn like others: identifiers that mix scripts, or that are made of look-alikes only (the idea of Unicode UTS 39, with a small table of our
/// own: what is drawn alike in the fonts of terminals).
package enum LookAlikes {
  /// The ASCII text that a letter is drawn like; nil when it is not.
  package static func ascii(_ scalar: Unicode.Scalar) -> Character? { table[scalar] }

  /// The letters of a line, in UTF-8 offsets, that make a word seem another one.
  static func ranges(in scalars: [(scalar: Unicode.Scalar, at: Int)], end: Int) -> [Range<Int>] {
    guard scalars.contains(where: { $0.scalar.value >= 0x80 }) else { return [] }
    // In a line of honest Cyrillic or Greek some letter looks like no other one.
    let isForeign = scalars.contains { script($0.scalar).isImitating && table[$0.scalar] == nil }
    var found: [Range<Int>] = []
    var start = 0
    while start < scalars.count {
      guard isLetter(scalars[start].scalar) else {
        if always.contains(scalars[start].scalar) { found.append(range(scalars, start)) }
        start += 1
        continue
      }
      var next = start
      while next < scalars.count, isLetter(scalars[next].scalar) { next += 1 }
      found += judge(scalars[start..<next], isForeign: isForeign).map { range(scalars, $0) }
      start = next
    }
    return found
  }

  /// The places in a word of letters that deceive.
  private static func judge(_ word: ArraySlice<(scalar: Unicode.Scalar, at: Int)>, isForeign: Bool) -> [Int] {
    let scripts = word.map { script($0.scalar) }
    if scripts.allSatisfy({ $0 == .latin || $0 == .other }) { return word.indices.filter { always.contains(word[$0].scalar) } }
    let hasLatin = scripts.contains(.latin)
    return word.indices.filter { index in
      let scalar = word[index].scalar
      if always.contains(scalar) { return true }
      switch script(scalar) {
      case .latin, .other: return false
      // Greek beside Latin is common in formulas: only its look-alikes deceive.
      case .greek: return table[scalar] != nil && (hasLatin || !isForeign)
      case .imitating: return hasLatin || (!isForeign && word.allSatisfy { table[$0.scalar] != nil })
      }
    }
  }

  private enum Script {
    case latin, greek, imitating, other
    var isImitating: Bool { self == .greek || self == .imitating }
  }

  private static func script(_ scalar: Unicode.Scalar) -> Script {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: .latin
    case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
    // Cyrillic, Armenian, Cherokee, Coptic, Lisu.
    case 0x400...0x58F, 0x13A0...0x13FF, 0x1C80...0x1C8F, 0x2C80...0x2CFF, 0x2DE0...0x2DFF, 0xA4D0...0xA4FF, 0xA640...0xA69F,
      0xAB70...0xABBF:
      .imitating
    default: .other
    }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return scalar.properties.isAlphabetic }
    return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
  }

  private static func range(_ scalars: [(scalar: Unicode.Scalar, at: Int)], _ index: Int) -> Range<Int> {
    scalars[index].at..<scalars[index].at + UTF8.width(scalars[index].scalar)
  }

  /// What deceives wherever it stands: signs like ASCII punctuation, and letters that compilers read as their ASCII twins (NFKC).
  private static let always: Set<Unicode.Scalar> = {
    var result: Set<Unicode.Scalar> = [
      "\u{37E}", "\u{1C3}", "\u{1C0}", "\u{A789}", "\u{2D0}", "\u{2024}", "\u{2215}", "\u{2044}", "\u{A4FA}", "\u{A4FB}", "\u{A4F8}",
      "\u{251}", "\u{261}", "\u{269}", "\u{17F}", "\u{212A}", "\u{2C79}", "\u{1D0F}", "\u{1D04}", "\u{2223}", "\u{2236}", "\u{FE52}",
    ]
    for range: ClosedRange<UInt32> in [0xFF21...0xFF3A, 0xFF41...0xFF5A, 0x1D400...0x1D7FF] {
      for value in range { if let scalar = Unicode.Scalar(value) { result.insert(scalar) } }
    }
    return result
  }()

  /// Pairs: the letter, then what it is drawn like.
  private static let pairs =
    "аaеeоoрpсcхxуyѕsіiјjԁdһhӏlԛqԝwѵvАAВBЕEКKМMНHОOРPСCТTУYХXЅSІIЈJԌGҮYүyѴVԚQԜWҺhӀI"
    + "οoνvαaρpιiυuϲcϳjΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϹCͿJ"
    + "օoսuոnհhցgզqյjՍUՕOՏSԼLլl"
    + "ᎠDᎡRᎢTᎪAᎫJᎬEᎷMᎻHᏀGᏃZᏒRᏔWᏚSᏙVᏞLᏟCᏢPᏦKᏴBᎳWᎥi"
    + "ꓐBꓑPꓓDꓔTꓖGꓗKꓙJꓚCꓜZꓝFꓟMꓠNꓡLꓢSꓣRꓦVꓧHꓪWꓫXꓬYꓮAꓰEꓲIꓳOꓴU"
    + "ⲟoⲣpⲥcⲞOⲢPⲤCⲦTⲔKⲘMⲚNⲎHⲒIⲈEⲂBⲀA"

  private static let table: [Unicode.Scalar: Character] = {
    var result: [Unicode.Scalar: Character] = [:]
    var scalars = pairs.unicodeScalars.makeIterator()
    while let letter = scalars.next(), let twin = scalars.next() { result[letter] = Character(twin) }
    return result
  }()
}
