/// The name of the branch that a task is published as (CONTRACT.md, `[git] branch`).
package enum BranchPattern {
  /// The longest name, in bytes.
  package static let longest = 60

  /// Fills `{id}` and `{slug}` into a pattern. The result is always a name that git takes (git-check-ref-format(1)), ASCII, at most 60 bytes,
  /// and has the task's id in it.
  package static func make(pattern: String, id: TaskID, title: String) -> String {
    let filled = pattern.contains("{id}") ? pattern : pattern + (pattern.isEmpty ? "" : "-") + "{id}"
    let parts = filled.replacing("{id}", with: id.description)
    let room = longest - (parts.utf8.count - (parts.contains("{slug}") ? 6 : 0))
    let name = parts.replacing("{slug}", with: slug(title, longest: max(0, room)))
    let clean = valid(name)
    return clean.utf8.count <= longest && !clean.isEmpty ? clean : "carrel/\(id)"
  }

  /// A title's words in lower-case ASCII with dashes between, cut at a word; empty when nothing is left.
  package static func slug(_ title: String, longest: Int) -> String {
    var words: [String] = []
    var word = ""
    for scalar in title.unicodeScalars {
      let letters = plain(scalar)
      if letters.isEmpty, !word.isEmpty {
        words.append(word)
        word = ""
      }
      word += letters
    }
    if !word.isEmpty { words.append(word) }
    var result = ""
    for word in words {
      let next = result.isEmpty ? word : result + "-" + word
      if next.utf8.count > longest {
        if result.isEmpty { result = String(word.prefix(longest)) }
        break
      }
      result = next
    }
    return result
  }

  /// A letter or digit in plain lower-case ASCII; empty for what is neither or has no plain form.
  private static func plain(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: return String(scalar)
    case 0x41...0x5A: return String(UnicodeScalar(UInt8(scalar.value + 32)))
    case 0xC0...0x17F:
      for (ascii, letters) in folded where letters.unicodeScalars.contains(scalar) { return ascii }
      return ""
    default: return ""
    }
  }

  private static let folded: [(String, String)] = [
    ("ae", "äÄæÆ"), ("oe", "öÖøØœŒ"), ("ue", "üÜ"), ("ss", "ß"), ("a", "àáâãåÀÁÂÃÅāăąĀĂĄ"), ("c", "çÇćčĆČ"), ("d", "ďđĎĐ"),
    ("e", "èéêëÈÉÊËēęěĒĘĚ"),
    ("g", "ğĞ"), ("i", "ìíîïÌÍÎÏīıİ"), ("l", "łŁľĽ"), ("n", "ñÑńňŃŇ"), ("o", "òóôõÒÓÔÕōőŌŐ"), ("r", "řŘ"), ("s", "śšşŚŠŞ"), ("t", "ťţŤŢ"),
    ("u", "ùúûÙÚÛūůűŪŮŰ"), ("y", "ýÿÝŸ"), ("z", "źżžŹŻŽ"),
  ]

  /// A name that git takes: other characters become dashes, empty and dotted parts go.
  private static func valid(_ name: String) -> String {
    let parts = name.split(separator: "/").map { part in
      var result = ""
      for byte in part.utf8 {
        let isFine =
          (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "._-+=".utf8.contains(byte)
        let next: Character = isFine ? Character(UnicodeScalar(byte)) : "-"
        if (next == "-" || next == "."), result.last == next { continue }
        result.append(next)
      }
      while let first = result.first, first == "." || first == "-" { result.removeFirst() }
      while let last = result.last, last == "." || last == "-" { result.removeLast() }
      return result.hasSuffix(".lock") ? String(result.dropLast(5)) : result
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "/")
  }
}
