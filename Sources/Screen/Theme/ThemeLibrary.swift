internal import Glibc

/// Finds themes by name: `<name>.toml` in the directories, first come first; the theme `terminal` is always there.
package struct ThemeLibrary: Sendable {
  /// The directories, the operator's own first.
  package let directories: [String]
  /// A theme file is a page at most; more is not read (bytes).
  private static let sizeLimit = 256 << 10

  /// A library over these directories; missing ones count as empty.
  package init(directories: [String]) {
    self.directories = directories
  }

  /// The names of all themes there are, sorted.
  package func names() -> [String] {
    var found: Set<String> = [BuiltinTheme.name]
    for directory in directories {
      guard let stream = opendir(directory) else { continue }
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name.hasSuffix(".toml"), Self.isName(name.dropLast(5)) { found.insert(String(name.dropLast(5))) }
      }
    }
    return found.sorted()
  }

  /// The theme of that name with everything it inherits, and what is wrong in it. A name that is not there gives the theme `terminal` and a warning.
  package func theme(named name: String) -> (Theme, [ThemeWarning]) {
    let reading = reading(named: name)
    return (reading.theme, reading.warnings)
  }

  /// The same, with the files that it comes from.
  package func reading(named name: String) -> ThemeReading {
    var reading = ThemeReading(theme: BuiltinTheme.theme, warnings: [], about: "", files: [], isWhole: true)
    var chain: [ThemeFile] = []
    var wanted: String? = name
    while let next = wanted {
      wanted = nil
      if chain.contains(where: { $0.name == next }) || chain.count == 8 {
        reading.warnings.append(ThemeWarning(file: name, line: 0, message: "`inherits` leads back to `\(next)`; it ends there"))
      } else if let found = read(next) {
        let (file, problems) = ThemeFile.parse(found.text, name: next, path: found.path)
        reading.warnings += problems
        if let path = found.path { reading.files.append(path) }
        chain.append(file)
        wanted = file.inherits
        if !file.isTOML {
          reading.isWhole = false
          wanted = next == BuiltinTheme.name ? nil : BuiltinTheme.name
        }
      } else {
        reading.warnings.append(
          ThemeWarning(
            file: reading.files.last ?? name, line: 0,
            message: "there is no theme `\(UntrustedText.cleanLine(next))`; `\(BuiltinTheme.name)` is used"))
        if next != BuiltinTheme.name { wanted = BuiltinTheme.name }
      }
    }
    guard let first = chain.first else { return reading }
    let (theme, problems) = first.theme(over: Array(chain.dropFirst()))
    reading.theme = theme
    reading.warnings += problems
    reading.about = first.about ?? ""
    return reading
  }

  /// The text of a theme, and its file; nil: built in.
  private func read(_ name: String) -> (text: String, path: String?)? {
    guard Self.isName(name) else { return nil }
    for directory in directories {
      let path = "\(directory)/\(name).toml"
      if let text = Self.contents(path) { return (text, path) }
    }
    return name == BuiltinTheme.name ? (BuiltinTheme.text, nil) : nil
  }

  private static func isName(_ name: some StringProtocol) -> Bool {
    !name.isEmpty && name.utf8.count <= 64
      && name.unicodeScalars.allSatisfy {
        $0 == "-" || $0 == "_" || ($0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil))
      }
  }

  private static func contents(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while bytes.count < sizeLimit {
      let count = bytes.count
      let got = withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { buffer in
        let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        if got > 0 { bytes.append(contentsOf: buffer[..<got]) }
        return got
      }
      if got < 0, errno == EINTR { continue }
      if got < 0 { return nil }
      if bytes.count == count { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
