import Model
import Platform

/// What opencode reads and what is remembered about it, on disk.
enum OpenCodeFiles {
  /// Writes files below the private home; no symbolic link that an agent may have left there is followed.
  /// - Throws: `TaskFailure(.engine)` with the file and the reason.
  static func write(_ files: [String: [UInt8]], in home: String) async throws(TaskFailure) {
    let failure = await runBlocking { () -> String? in
      do throws(PlatformError) {
        try TurnFiles.write(files, in: home)
        return nil
      } catch {
        return error.text
      }
    }
    if let failure { throw TaskFailure(.engine, "Writing what opencode reads: \(failure).") }
  }
}
