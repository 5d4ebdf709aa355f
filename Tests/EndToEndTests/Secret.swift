import FoundationEssentials
import Glibc
import Platform

/// A value that may be nowhere, in the spellings in which it could be written.
struct Secret {
  /// What a spelling is called, and its bytes.
  let forms: [(name: String, bytes: [UInt8])]

  /// A value of letters, digits and `-._/+=`, at least 16 of them.
  init(_ value: String) {
    let bytes = Array(value.utf8)
    let hex = bytes.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    let url = value.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
    var forms = [
      ("as it is", value), ("reversed", String(value.reversed())), ("hexadecimal", hex), ("HEXADECIMAL", hex.uppercased()),
      ("percent-encoded", url),
      ("percent-encoded in lower case", url.replacing("%2B", with: "%2b").replacing("%2F", with: "%2f").replacing("%3D", with: "%3d")),
      ("JSON with slashes escaped", value.replacing("/", with: "\\/")),
      ("JSON with marks by number", value.replacing("/", with: "\\u002f").replacing("+", with: "\\u002b").replacing("=", with: "\\u003d")),
    ]
    // Base64 of the value alone and behind one or two other bytes, without what depends on the neighbours.
    for shift in 0..<3 {
      let text = Data(Array(repeating: UInt8(ascii: "x"), count: shift) + bytes).base64EncodedString().dropFirst(4).dropLast(4)
      forms.append(("base64 behind \(shift)", String(text)))
      forms.append(("base64url behind \(shift)", String(text.replacing("+", with: "-").replacing("/", with: "_"))))
    }
    self.forms = forms.map { ($0, Array($1.utf8)) }
  }

  /// The spellings in which it stands in some bytes, also with colours in between.
  func spellings(in bytes: [UInt8]) -> [String] {
    let plain = Self.withoutColours(bytes)
    return forms.filter { form in Self.holds(bytes, form.bytes) || Self.holds(plain, form.bytes) }.map(\.name)
  }

  /// By the C library's calls: these tests look through megabytes, again and again.
  private static func holds(_ bytes: [UInt8], _ form: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { text in
      form.withUnsafeBytes { form in
        guard let base = text.baseAddress, let wanted = form.baseAddress, text.count >= form.count else { return false }
        var from = 0
        while from <= text.count - form.count, let hit = memchr(base + from, Int32(form[0]), text.count - form.count - from + 1) {
          if memcmp(hit, wanted, form.count) == 0 { return true }
          from = base.distance(to: UnsafeRawPointer(hit)) + 1
        }
        return false
      }
    }
  }

  /// The files under a directory that hold it; `exceptions` are not looked into.
  func places(in directory: String, except exceptions: [String] = []) -> [String] {
    var found: [String] = []
    for name in (try? Files.list(directory)) ?? [] {
      let path = "\(directory)/\(name)"
      if exceptions.contains(path) { continue }
      if Files.linkTarget(path) != nil { continue }
      if Files.isDirectory(path) {
        found += places(in: path, except: exceptions)
      } else if Files.isFile(path), let bytes = try? Files.read(path, limit: 256 << 20), !spellings(in: bytes).isEmpty {
        found.append(path)
      }
    }
    return found
  }

  /// The bytes without `ESC [ … m`, also as JSON spells it; empty when there is none.
  private static func withoutColours(_ bytes: [UInt8]) -> [UInt8] {
    guard holds(bytes, [0x1b]) || holds(bytes, Array("\\u001b[".utf8)) else { return [] }
    var out = [UInt8](repeating: 0, count: bytes.count)
    let count = out.withUnsafeMutableBufferPointer { out in bytes.withUnsafeBufferPointer { withoutColours($0, &out) } }
    return Array(out[..<count])
  }

  private static func withoutColours(_ bytes: UnsafeBufferPointer<UInt8>, _ out: inout UnsafeMutableBufferPointer<UInt8>) -> Int {
    let spelt = StaticString("\\u001b[")
    var (index, count) = (0, 0)
    while index < bytes.count {
      var length = 0
      if bytes[index] == 0x1b, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "[") { length = 2 }
      if bytes[index] == UInt8(ascii: "\\"), index + 7 <= bytes.count, let base = bytes.baseAddress,
        memcmp(base + index, spelt.utf8Start, 7) == 0
      {
        length = 7
      }
      if length == 0 {
        out[count] = bytes[index]
        count += 1
        index += 1
        continue
      }
      index += length
      while index < bytes.count, (0x20...0x3f).contains(bytes[index]) { index += 1 }
      if index < bytes.count, bytes[index] == UInt8(ascii: "m") { index += 1 }
    }
    return count
  }
}
