import Platform

/// What an agent reads and writes through us (`fs/read_text_file`, `fs/write_text_file`): text files of one directory; no path and no symbolic link leads out of it.
/// Blocks shortly.
struct ACPFiles: Sendable {
  /// The longest file that is read or written, in bytes.
  static let limit = 16 << 20

  private let root: String

  /// The files of a directory.
  init(_ root: String) { self.root = root }

  /// A file's text.
  /// - Throws: `PlatformError.io`, also when it is no text.
  func read(_ path: String) throws(PlatformError) -> String {
    let directory = try EnclosedDirectory(root)
    let bytes = try directory.read(try inner(path, directory, "reading"), limit: Self.limit).bytes
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .io(doing: "reading \(path)", reason: "it is no text") }
    return text
  }

  /// Writes a file as a whole, with the directories above it. Says whether it is new.
  /// - Throws: `PlatformError.io`.
  func write(_ text: String, to path: String) throws(PlatformError) -> Bool {
    guard text.utf8.count <= Self.limit else { throw .io(doing: "writing \(path)", reason: "it is longer than \(Self.limit) bytes") }
    let directory = try EnclosedDirectory(root)
    let inside = try inner(path, directory, "writing")
    let isNew = try directory.stamp(inside) == nil
    _ = try directory.replace(inside, with: Array(text.utf8))
    return isNew
  }

  private func inner(_ path: String, _ directory: EnclosedDirectory, _ doing: String) throws(PlatformError) -> String {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .io(doing: "\(doing) \(path)", reason: "that is no path") }
    let given = path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1).drop { $0 == "/" }) : path
    guard let inside = directory.inner(given) else { throw .io(doing: "\(doing) \(path)", reason: "it is outside of \(root)") }
    return inside
  }
}
