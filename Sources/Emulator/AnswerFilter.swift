/// Passes on what the emulated terminal answers to its program, without strings (DCS, OSC, APC, PM, SOS): reports of settings and titles can carry words that the
/// program chose, which then look as if they were typed. Cursor reports, attributes and states of modes stay.
struct AnswerFilter {
  private var isInString = false
  private var sawEscape = false

  /// Takes answers, cut anywhere; appends what may pass.
  mutating func take(_ bytes: [UInt8], into result: inout [UInt8]) {
    for byte in bytes {
      if sawEscape {
        sawEscape = false
        if isInString {
          isInString = byte != UInt8(ascii: "\\")
          continue
        }
        switch byte {
        case UInt8(ascii: "P"), UInt8(ascii: "]"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"): isInString = true
        default: result += [0x1B, byte]
        }
      } else if byte == 0x1B {
        sawEscape = true
      } else if isInString {
        if byte == 0x07 { isInString = false }
      } else {
        result.append(byte)
      }
    }
  }
}
