/// Files that a machine runs and nobody can read, by their first bytes.
enum ProgramFile {
  /// Why a file's content is a program; nil when it is none.
  static func reason(name: String, _ bytes: [UInt8], isBinary: Bool) -> SensitiveReason? {
    for (magic, what) in magics where bytes.starts(with: magic) {
      return SensitiveReason(.program, "A compiled program or library (\(what))")
    }
    if bytes.starts(with: "MZ".utf8), isBinary { return SensitiveReason(.program, "A compiled program or library (PE)") }
    if bytes.starts(with: "#!".utf8), isBinary { return SensitiveReason(.program, "A script with binary parts that are not shown") }
    guard isBinary else { return nil }
    let archives = [".jar", ".war", ".ear", ".whl", ".egg", ".zip", ".vsix", ".xpi", ".crx", ".apk", ".nupkg", ".gem"]
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]), archives.contains(where: name.hasSuffix) {
      return SensitiveReason(.program, "An archive of code: what is in it is not shown")
    }
    if bytes.starts(with: [0x1F, 0x8B]) || bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) || bytes.starts(with: "BZh".utf8) {
      return SensitiveReason(.program, "A packed file: what is in it is not shown")
    }
    let compiled = [".pyc", ".pyo", ".class", ".node", ".so", ".dll", ".dylib", ".o", ".a", ".exe", ".beam", ".swiftmodule"]
    if compiled.contains(where: name.hasSuffix) { return SensitiveReason(.program, "Compiled code: what it does is not shown") }
    return nil
  }

  /// Text that passes for binary, so that no tool shows it.
  static func disguisedText(_ bytes: [UInt8]) -> SensitiveReason? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return SensitiveReason(.hidden, "Text in UTF-16: it passes for binary and is not shown")
    }
    let head = bytes.prefix(65_536)
    let odd = head.count { $0 < 0x09 || (0x0E..<0x20).contains($0) || $0 >= 0x80 }
    guard !head.isEmpty, odd * 20 <= head.count || odd <= 2 else { return nil }
    return SensitiveReason(.hidden, "Text with a NUL in it: it passes for binary and is not shown")
  }

  private static let magics: [([UInt8], String)] = [
    ([0x7F, 0x45, 0x4C, 0x46], "ELF"), ([0xFE, 0xED, 0xFA, 0xCE], "Mach-O"), ([0xFE, 0xED, 0xFA, 0xCF], "Mach-O"),
    ([0xCE, 0xFA, 0xED, 0xFE], "Mach-O"), ([0xCF, 0xFA, 0xED, 0xFE], "Mach-O"), ([0xCA, 0xFE, 0xBA, 0xBE], "Mach-O or Java"),
    ([0x00, 0x61, 0x73, 0x6D], "WebAssembly"), (Array("!<arch>\n".utf8), "static library"), (Array("dex\n".utf8), "Dalvik"),
    ([0x1B, 0x4C, 0x75, 0x61], "Lua"), (Array("BC".utf8) + [0xC0, 0xDE], "LLVM bitcode"),
  ]
}
