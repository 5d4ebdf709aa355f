internal import Screen

extension CursesTerminal {
  /// The largest text that is put on the clipboard, in bytes; many terminals take no more in one sequence.
  package static let clipboardLimit = 74_000

  /// Rings the bell.
  package func bell() { send([0x07]) }

  /// Sets the window's title; the old one comes back when the terminal is given back.
  package func setTitle(_ title: String) {
    guard settings.hasTitle, isActive else { return }
    let text = TextWidth.prefix(UntrustedText.cleanLine(title), 200)
    send(Array("\(titleWasSet ? "" : "\u{1B}[22;2t")\u{1B}]2;\(text)\u{7}".utf8))
    titleWasSet = true
  }

  /// Puts text on the operator's clipboard (OSC 52), through tmux too. False when it is too large.
  @discardableResult
  package func copyToClipboard(_ text: String) -> Bool {
    guard text.utf8.count <= Self.clipboardLimit else { return false }
    sendThrough("\u{1B}]52;c;\(Base64.encode(text.utf8))\u{7}")
    return true
  }

  /// Tells the desktop, in the terminal's own way (OSC 9, rxvt's 777, kitty's 99), and rings the bell for tmux's monitor.
  package func notify(title: String, body: String) {
    let clean = { (text: String) in TextWidth.prefix(UntrustedText.cleanLine(text), 200).split(separator: ";").joined(separator: ",") }
    let text: String
    if settings.term.hasPrefix("rxvt") {
      text = "\u{1B}]777;notify;\(clean(title));\(clean(body))\u{7}"
    } else if settings.term.contains("kitty") {
      text = "\u{1B}]99;;\(clean(title)): \(clean(body))\u{1B}\\"
    } else if settings.asks || settings.tmux {
      text = "\u{1B}]9;\(clean(title)): \(clean(body))\u{7}"
    } else {
      text = ""
    }
    if !text.isEmpty { sendThrough(text) }
    bell()
  }

  /// Sends a sequence; inside tmux also wrapped for the terminal outside (needs `allow-passthrough` there).
  private func sendThrough(_ sequence: String) {
    guard settings.tmux else { return send(Array(sequence.utf8)) }
    var wrapped = Array("\u{1B}Ptmux;".utf8)
    for byte in sequence.utf8 {
      if byte == 0x1B { wrapped.append(byte) }
      wrapped.append(byte)
    }
    send(Array(sequence.utf8) + wrapped + Array("\u{1B}\\".utf8))
  }
}
