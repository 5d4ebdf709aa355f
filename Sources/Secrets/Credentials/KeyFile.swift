import Platform

/// Reads a file that is a secret as a whole: a private key.
package enum KeyFile {
  /// All of the file's bytes. It is to be the user's own, and nobody else may read it.
  /// - Throws: `SecretError.file`, and what the operator can do.
  package static func read(_ path: String) async throws(SecretError) -> SecretBytes {
    let home = Environment.home ?? "/"
    let full = path.hasPrefix("~/") ? home + path.dropFirst(1) : path
    return try await runBlocking { () throws(SecretError) in
      do throws(SecretFile.Reason) {
        var (bytes, count) = try SecretFile.contents(full, .own)
        guard count > 0 else { throw SecretFile.Reason(text: "it is empty") }
        let key = SecretBytes(bytes.prefix(count))
        // A secret of its own wipes what it takes.
        _ = SecretBytes(taking: &bytes)
        return key
      } catch { throw .file(full, reason: error.text) }
    }
  }
}
