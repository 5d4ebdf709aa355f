import Platform
import Synchronization

/// The workspace as the tools see it: files inside, never outside, and which state of each the model has seen.
final class WorkspaceFiles: Sendable {
  /// Larger files are neither read nor edited.
  static let limit = 16 << 20

  /// The directory.
  let directory: EnclosedDirectory
  private let seen = Mutex<[String: FileStamp]>([:])

  init(_ path: String) throws(PlatformError) { directory = try EnclosedDirectory(path, guarding: [".git"]) }

  /// A path as given by the model, relative to the workspace and without "." and ".." where its text allows that.
  /// - Throws: when it is outside.
  func inner(_ given: String) throws(ToolProblem) -> String {
    guard let inner = directory.inner(given) else { throw outside(given) }
    var parts: [Substring] = []
    for part in inner.split(separator: "/") where part != "." {
      if part == ".." {
        guard !parts.isEmpty else { throw outside(given) }
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// The absolute path of a relative one.
  func absolute(_ path: String) -> String { path == "." ? directory.path : "\(directory.path)/\(path)" }

  /// The whole of a file; from now on the model has seen it in this state, if `marks`.
  func read(_ path: String, marks: Bool) async throws(ToolProblem) -> [UInt8] {
    let directory = directory
    do throws(PlatformError) {
      let (bytes, stamp) = try await runBlocking { () throws(PlatformError) in try directory.read(path, limit: Self.limit) }
      if marks { seen.withLock { $0[path] = stamp } }
      return bytes
    } catch {
      throw ToolProblem(error)
    }
  }

  /// The whole of a file that is about to change; nil when there is none.
  /// - Throws: when the model has not read it, or not as it is now.
  func readForChange(_ path: String, tool: String) async throws(ToolProblem) -> (bytes: [UInt8], stamp: FileStamp)? {
    let directory = directory
    let found: (bytes: [UInt8], stamp: FileStamp)?
    do throws(PlatformError) {
      found = try await runBlocking { () throws(PlatformError) in
        guard try directory.stamp(path) != nil else { return nil }
        return try directory.read(path, limit: Self.limit)
      }
    } catch {
      throw ToolProblem(error)
    }
    guard let found else { return nil }
    guard let known = seen.withLock({ $0[path] }) else {
      throw ToolProblem("\(tool): \(path) has not been read in this conversation. Read it first.")
    }
    guard known == found.stamp else { throw ToolProblem("\(tool): \(path) was changed since it was read. Read it again first.") }
    return found
  }

  /// Replaces a file, unless it is not in the state any more that `before` says (nil: it does not exist).
  func replace(_ path: String, with bytes: [UInt8], before: FileStamp?) async throws(ToolProblem) {
    let directory = directory
    do throws(PlatformError) {
      let stamp = try await runBlocking { () throws(PlatformError) in
        guard try directory.stamp(path) == before else {
          throw .io(doing: "writing \(path)", reason: "it was changed meanwhile; read it again first")
        }
        return try directory.replace(path, with: bytes)
      }
      seen.withLock { $0[path] = stamp }
    } catch {
      throw ToolProblem(error)
    }
  }

  private func outside(_ path: String) -> ToolProblem {
    ToolProblem("\(path.line()) is outside of the workspace \(directory.path), and only files inside can be used.")
  }
}
