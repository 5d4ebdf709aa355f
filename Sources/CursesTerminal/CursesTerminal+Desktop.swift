internal import Screen

extension CursesTerminal {
  /// The largest text that is put on the clipboard, in bytes; many terminals take no more in one sequence.
  package static let clipboardLimit = 74_000

  /// Rings the bell.
  package func bell() { send([0x07]) }

  /// Sets the window's title, if it is another one; the old one comes back when the terminal is given back.
  package func setTitle(_ title: String) {
    let text = TextWidth.prefix(UntrustedText.cleanLine(title), 200)
    guard settings.hasTitle, text != self.title else { return }
    self.title = text
    guard isActive else { return }
    send(Array(takeTitle().utf8))
    armGuard()
  }

  /// What puts the title that was there away (XTWINOPS 22, for those that have it) and sets ours; empty when we have none.
  func takeTitle() -> String {
    guard let title else { return "" }
    defer { titleWasSet = true }
    return "\(titleWasSet ? "" : "\u{1B}[22;2t")\u{1B}]2;\(title)\u{7}"
  }

  /// Puts text on the operator's clipboard (OSC 52), through tmux too: for tmux itself (`set-clipboard`) and for the terminal outside. False when it is too
  /// large.
  @discardableResult
  package func copyToClipboard(_ text: String) -> Bool {
    guard text.utf8.count <= Self.clipboardLimit else { return false }
    let sequence = "\u{1B}]52;c;\(Base64.encode(text.utf8))\u{7}"
    send(Array(sequence.utf8) + (isInTmux ? Self.passedThrough(sequence) : []))
    return true
  }

  /// Tells the desktop in the terminal's own way, and rings the bell (tmux's `monitor-bell`, terminals without notifications), as the settings say.
  package func notify(title: String, body: String) {
    let clean = { (text: String) in TextWidth.prefix(UntrustedText.cleanLine(text), 200) }
    var bytes: [UInt8] = []
    if settings.notify == .auto || settings.notify == .osc {
      let form =
        NotificationForm(version: version, term: settings.term, tmux: isInTmux) ?? (settings.notify == .osc ? NotificationForm.osc9 : nil)
      if let sequence = form?.sequence(title: clean(title), body: clean(body)) {
        bytes += isInTmux ? Self.passedThrough(sequence) : Array(sequence.utf8)
      }
    }
    if settings.notify == .auto || settings.notify == .bell { bytes.append(0x07) }
    if !bytes.isEmpty { send(bytes) }
  }

  /// Whether a tmux stands between: by its variable, or, on another host, by its name.
  var isInTmux: Bool { settings.tmux || settings.term.hasPrefix("tmux") || version?.hasPrefix("tmux") == true }

  /// A sequence as tmux hands it to the terminal outside, if it is allowed to (`allow-passthrough on`).
  static func passedThrough(_ sequence: String) -> [UInt8] {
    var wrapped = Array("\u{1B}Ptmux;".utf8)
    for byte in sequence.utf8 {
      if byte == 0x1B { wrapped.append(byte) }
      wrapped.append(byte)
    }
    return wrapped + Array("\u{1B}\\".utf8)
  }
}
