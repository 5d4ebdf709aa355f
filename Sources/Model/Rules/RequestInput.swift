/// A tool's input as compact JSON text, read for the paths in it. Only values of keys that every engine uses for paths are looked at: the text of a command is
/// never touched. Pure.
struct RequestInput {
  /// The text with the task's own directory taken off the beginning of its paths.
  let normalised: String
  /// The paths, as far as they lie in the task's directory or are relative.
  let paths: [String]

  private static let keys = ["file_path", "filePath", "notebook_path", "path", "abs_path", "absolute_path", "cwd"].map {
    Array("\"\($0)\":\"".utf8)
  }

  init(_ text: String, workspace: String) {
    let bytes = Array(text.utf8)
    var directory = Array(workspace.utf8)
    while directory.last == UInt8(ascii: "/") { directory.removeLast() }
    // A directory that is written with escapes in JSON is left as it is.
    if directory.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) { directory = [] }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var found: [String] = []
    var index = 0
    while index < bytes.count {
      guard let key = Self.keys.first(where: { Self.has($0, in: bytes, at: index) }) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      result += key
      index += key.count
      var end = index
      while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
      let value = Array(bytes[index..<min(end, bytes.count)])
      let short = Self.relative(value, to: directory)
      found.append(String(decoding: short, as: UTF8.self))
      result += short
      index = min(end, bytes.count)
    }
    normalised = String(decoding: result, as: UTF8.self)
    paths = found
  }

  /// Whether it has characters that make it read otherwise than it is.
  static func hides(_ text: String) -> Bool {
    text.split(separator: "\n").contains { HiddenText.tricks(in: $0).contains(where: \.hides) }
  }

  private static func has(_ part: [UInt8], in bytes: [UInt8], at index: Int) -> Bool {
    guard bytes[index] == part[0], bytes.count - index >= part.count else { return false }
    return bytes[index..<index + part.count].elementsEqual(part)
  }

  /// The path below the directory; as it is when it lies elsewhere or climbs out.
  private static func relative(_ path: [UInt8], to directory: [UInt8]) -> [UInt8] {
    guard !directory.isEmpty, path.starts(with: directory) else { return path }
    if path.count == directory.count { return [UInt8(ascii: ".")] }
    guard path[directory.count] == UInt8(ascii: "/"), path.count > directory.count + 1, path[directory.count + 1] != UInt8(ascii: "/")
    else {
      return path
    }
    let rest = Array(path[(directory.count + 1)...])
    let climbs = rest.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
    return climbs ? path : rest
  }
}
