/// What hides on the new lines of a text: those that the old one has not.
enum ChangedText {
  static func reasons(old: [UInt8], new: [UInt8]) -> [SensitiveReason] {
    var known: Set<ArraySlice<UInt8>>?
    var kinds: Set<HiddenText.Trick.Kind> = []
    var first: [HiddenText.Trick.Kind: Int] = [:]
    var number = 0
    var conflicts = ConflictMarkers()
    for line in new.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      conflicts.take(line, number)
      guard Self.mayHide(line) else { continue }
      let text = String(decoding: line, as: UTF8.self)
      let tricks = HiddenText.tricks(in: text).filter { $0.hides && !kinds.contains($0.kind) }
      if tricks.isEmpty { continue }
      if known == nil { known = Set(old.split(separator: 0x0A, omittingEmptySubsequences: false)) }
      if known?.contains(line) == true { continue }
      for trick in tricks where kinds.insert(trick.kind).inserted { first[trick.kind] = number }
    }
    var found: [SensitiveReason] = []
    let hidden = kinds.subtracting([.lookAlike]).sorted { (first[$0] ?? 0, $0.rawValue) < (first[$1] ?? 0, $1.rawValue) }
    if let at = hidden.first.flatMap({ first[$0] }) {
      let names = hidden.map(\.rawValue).joined(separator: ", ")
      found.append(SensitiveReason(.hidden, "Characters that cannot be seen (\(names)), first on line \(at)"))
    }
    if let at = first[.lookAlike] {
      found.append(SensitiveReason(.lookAlike, "Letters of one script that look like another's, first on line \(at)"))
    }
    if let at = conflicts.first, !ConflictMarkers.are(in: old) {
      found.append(SensitiveReason(.conflict, "A merge was left half done: conflict markers, first on line \(at)"))
    }
    return found
  }

  /// Whether a line can have anything that counts: any control character or anything outside of ASCII.
  private static func mayHide(_ line: ArraySlice<UInt8>) -> Bool {
    line.contains { $0 >= 0x7F || ($0 < 0x20 && $0 != 0x09) }
  }
}
