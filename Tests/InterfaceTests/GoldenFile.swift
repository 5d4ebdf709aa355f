import FoundationEssentials
import Screen
import Testing

/// Compares a canvas with the golden file of its name; `CARREL_UPDATE_GOLDEN=1` writes the file instead.
func expectGolden(_ canvas: Canvas, _ name: String, location: SourceLocation = #_sourceLocation) {
  expectGolden(canvas.golden(), name, location: location)
}

/// Compares a text with the golden file of its name, in the same way.
func expectGolden(_ text: String, _ name: String, location: SourceLocation = #_sourceLocation) {
  let path = "\(#filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"))/Golden/\(name).txt"
  if ProcessInfo.processInfo.environment["CARREL_UPDATE_GOLDEN"] == "1" {
    do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
      Issue.record("Writing \(path): \(error)", sourceLocation: location)
    }
    return
  }
  let known = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  guard known != text else { return }
  Issue.record("\(name) is not as its golden file says. CARREL_UPDATE_GOLDEN=1 rewrites it. Now:\n\(text)", sourceLocation: location)
}
