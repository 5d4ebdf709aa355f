import Glibc
import Platform

/// Reads a file that holds a secret.
enum SecretFile {
  /// Who else may read it.
  enum Guard {
    /// Nobody: it is the user's own, mode 0600 or narrower.
    case own
    /// Nobody but the service manager: root may own it, and an access list may show in the group's bits (systemd.exec(5), "CREDENTIALS").
    case manager
  }

  /// The first line that is not blank. Blocks.
  /// - Throws: why it cannot be used, in a few words.
  static func read(_ path: String, _ guarding: Guard) throws(Reason) -> SecretBytes {
    var (bytes, count) = try contents(path, guarding)
    guard let secret = SecretLine.take(from: &bytes, count) else { throw Reason(text: "it is empty") }
    return secret
  }

  /// All of it, at the beginning of as many bytes as there was room for. Blocks.
  /// - Throws: why it cannot be used, in a few words.
  static func contents(_ path: String, _ guarding: Guard) throws(Reason) -> (bytes: [UInt8], count: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw Reason(text: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var found = stat()
    guard fstat(descriptor, &found) == 0 else { throw Reason(text: String(cString: strerror(errno))) }
    guard found.st_mode & S_IFMT == S_IFREG else { throw Reason(text: "it is not a regular file") }
    switch guarding {
    case .own:
      guard found.st_mode & 0o077 == 0 else { throw Reason(text: "others can read it; run chmod 600 on it") }
      guard found.st_uid == getuid() else { throw Reason(text: "it belongs to somebody else") }
    case .manager:
      guard found.st_mode & 0o037 == 0 else { throw Reason(text: "others can read or change it, which systemd does not allow") }
      guard found.st_uid == getuid() || found.st_uid == 0 else { throw Reason(text: "it belongs to somebody else") }
    }
    guard found.st_size <= CredentialSource.limit else { throw Reason(text: "it has more than \(CredentialSource.limit) bytes") }
    var bytes = [UInt8](repeating: 0, count: CredentialSource.limit + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { raw in Glibc.read(descriptor, raw.baseAddress.map { $0 + count }, raw.count - count) }
      if got < 0 && errno == EINTR { continue }
      if got <= 0 { break }
      count += got
    }
    return (bytes, count)
  }

  /// Why a file cannot be used.
  struct Reason: Error { var text: String }
}
