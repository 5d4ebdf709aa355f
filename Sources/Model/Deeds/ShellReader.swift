/// Takes a shell command apart into words and operators, as far as it takes to see which programs it runs. Not a shell: nothing is expanded, and what is not
/// understood stays a word. Linear in the text's length.
struct ShellReader {
  private let bytes: [UInt8]
  private var at = 0
  private var words: [ShellWord] = []
  /// Ends of here-documents whose text begins after the line.
  private var documents: [String] = []

  /// Bytes of a command that are looked at.
  static let longest = 16 << 10

  private init(_ text: String) { bytes = Array(text.utf8.prefix(Self.longest)) }

  /// The words and operators of a command.
  static func words(of text: String) -> [ShellWord] {
    var reader = ShellReader(text)
    reader.read()
    return reader.words
  }

  private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }
  private func follows(_ text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

  private mutating func read() {
    while let byte {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): at += 1
      case UInt8(ascii: "\\") where follows("\\\n"): at += 2
      case 10:
        at += 1
        words.append(.mark(";"))
        skipDocuments()
      case UInt8(ascii: "#"): while let byte = self.byte, byte != 10 { _ = byte; at += 1 }
      case UInt8(ascii: "&") where follows("&>"): redirect()
      case UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"): mark()
      case UInt8(ascii: ">"), UInt8(ascii: "<"): redirect()
      default: word()
      }
    }
  }

  private mutating func mark() {
    for sign in ["&&", "||", ";;", "|&", "&", "|", ";", "(", ")"] where follows(sign) {
      at += sign.utf8.count
      words.append(.mark(sign == ";;" ? ";" : sign == "|&" ? "|" : sign))
      return
    }
  }

  /// `>file`, `2>&1`, `<<END` and the like.
  private mutating func redirect() {
    let isOutput = byte != UInt8(ascii: "<")
    var sign: [UInt8] = []
    while let byte, [UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "-")].contains(byte) {
      sign.append(byte)
      at += 1
    }
    while let byte, byte == 32 || byte == 9 { at += 1 }
    if byte == UInt8(ascii: "(") {
      // A process in place of a file: its words follow as a group.
      words.append(.redirect(nil))
      return
    }
    let count = words.count
    word()
    guard words.count > count, case .word(let target, _) = words.removeLast() else { return }
    let isDocument = sign.starts(with: "<<".utf8) && !sign.starts(with: "<<<".utf8)
    if isDocument, documents.count < 16 { documents.append(target) }
    let isDescriptor = sign.last == UInt8(ascii: "&") && target.allSatisfy { $0.isNumber || $0 == "-" }
    words.append(.redirect(isOutput && !isDescriptor && !target.hasPrefix("/dev/") && !target.hasPrefix("/tmp/") ? target : nil))
  }

  private mutating func skipDocuments() {
    for end in documents {
      while at < bytes.count {
        let line = bytes[at...].prefix { $0 != 10 }
        at = min(bytes.count, line.endIndex + 1)
        if String(decoding: line.drop { $0 == 9 }, as: UTF8.self) == end { break }
      }
    }
    documents = []
  }

  private mutating func word() {
    var text: [UInt8] = []
    var isPlain = true
    let start = at
    while let byte {
      if [32, 9, 10, 13].contains(byte) || ";|()<>".utf8.contains(byte) { break }
      if byte == UInt8(ascii: "&") { break }
      switch byte {
      case UInt8(ascii: "'"):
        isPlain = false
        at += 1
        while let byte = self.byte, byte != UInt8(ascii: "'") {
          text.append(byte)
          at += 1
        }
        at += 1
      case UInt8(ascii: "\""):
        isPlain = false
        quoted(&text)
      case UInt8(ascii: "$") where follows("$("), UInt8(ascii: "`"):
        isPlain = false
        substitution(&text)
      case UInt8(ascii: "\\"):
        at += 1
        if let next = self.byte, next != 10 { text.append(next) }
        at += 1
      default:
        text.append(byte)
        at += 1
      }
    }
    if at == start { at += 1 }
    // `2>` belongs to what follows.
    if isPlain, !text.isEmpty, text.allSatisfy({ (48...57).contains($0) }), byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") {
      return
    }
    if isPlain, text.isEmpty { return }
    words.append(.word(String(decoding: text, as: UTF8.self), isPlain: isPlain))
  }

  private mutating func quoted(_ text: inout [UInt8]) {
    at += 1
    while let byte, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\"), at + 1 < bytes.count {
        if !"\"\\$`\n".utf8.contains(bytes[at + 1]) { text.append(byte) }
        text.append(bytes[at + 1])
        at += 2
      } else {
        text.append(byte)
        at += 1
      }
    }
    at += 1
  }

  /// What a command prints in place of a word: kept as it is written.
  private mutating func substitution(_ text: inout [UInt8]) {
    let isBackquote = byte == UInt8(ascii: "`")
    var depth = 0
    repeat {
      guard let byte else { return }
      text.append(byte)
      at += 1
      if isBackquote {
        depth = depth == 0 ? 1 : byte == UInt8(ascii: "`") ? 0 : 1
      } else if byte == UInt8(ascii: "(") {
        depth += 1
      } else if byte == UInt8(ascii: ")") {
        depth -= 1
      } else if byte == UInt8(ascii: "$"), depth == 0 {
        // The first sign: the parenthesis follows.
        if let next = self.byte {
          text.append(next)
          at += 1
          depth = 1
        }
      }
    } while depth > 0
  }
}
