/// Why a program on a virtual terminal did not do what a test waited for.
package enum VirtualTerminalError: Error, CustomStringConvertible {
  /// It could not be started; errno.
  case spawn(String, Int32)
  /// What was waited for did not come; the screen.
  case waited(String, [String])
  /// It ended first; its status and the screen.
  case ended(String, Int32, [String])

  package var description: String {
    switch self {
    case .spawn(let path, let number): "starting \(path) gave error \(number)"
    case .waited(let what, let screen): "waited in vain for \(what); the screen is:\n\(screen.joined(separator: "\n"))"
    case .ended(let what, let status, let screen):
      "the program ended (\(status)) before \(what); the screen is:\n\(screen.joined(separator: "\n"))"
    }
  }
}
