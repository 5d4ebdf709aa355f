import Glibc
import Screen

/// The golden screens of the interface's tests.
enum SceneFiles {
  static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
  private static var folder: String { "\(root)/Tests/InterfaceTests/Golden/scenes" }

  /// The paths of all scenes of a size, by name.
  static func paths(_ size: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name.hasSuffix("-\(size).txt") { names.append("\(folder)/\(name)") }
    }
    return names.sorted()
  }

  static func path(_ name: String, _ size: String) -> String { "\(folder)/\(name)-\(size).txt" }

  static func canvas(_ path: String) -> Canvas? { CanvasText.canvas(golden: text(path)) }

  static func text(_ path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(descriptor, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
