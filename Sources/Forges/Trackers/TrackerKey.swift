/// The names of trackers' issues: `OPS-7`.
package enum TrackerKey {
  /// A text as such a name, in capitals; nil when it is none.
  package static func reading(_ text: some StringProtocol) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...20).contains(parts[0].utf8.count), (1...9).contains(parts[1].utf8.count),
      parts[0].first?.isLetter == true, parts[0].utf8.allSatisfy(isWord), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return text.uppercased()
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
  }
}
