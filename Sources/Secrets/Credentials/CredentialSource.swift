import Glibc
import Platform

/// Where a key or token comes from (CONTRACT.md, "Keys and logins").
package enum CredentialSource: Hashable, Sendable, CustomStringConvertible {
  /// A variable of the client's environment, by name.
  case variable(String)
  /// What a shell command prints.
  case command(String)
  /// The first line of a file that nobody else can read.
  case file(String)

  /// Seconds that a command may take.
  package static let commandSeconds = 15.0
  /// Bytes that a command may print or a file hold.
  package static let limit = 64 << 10

  /// What it is called in records and texts; never a value.
  package var description: String {
    switch self {
    case .variable(let name): "\(name) from the environment"
    case .command(let command): "the command `\(command.prefix(60))`"
    case .file(let path): "the file \(path)"
    }
  }

  /// The value, or nil when a variable is not set. `clientVariables` is what clients handed over. Commands run through `/bin/sh` with the service's `HOME` and
  /// `PATH`, and without input.
  /// - Throws: `SecretError`, for a command or file that gives nothing.
  package func value(clientVariables: [String: String]) async throws(SecretError) -> String? {
    switch self {
    case .variable(let name): clientVariables[name].flatMap { $0.isEmpty ? nil : $0 }
    case .command(let command): try await Self.run(command)
    case .file(let path): try await Self.read(path)
    }
  }

  private static func run(_ command: String) async throws(SecretError) -> String {
    let inherited = Environment.current.filter {
      ["HOME", "PATH", "USER", "LANG", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "GNUPGHOME", "PASSWORD_STORE_DIR"].contains($0.key)
    }
    let shell = ProcessCommand("/bin/sh", ["-c", command], environment: inherited)
    let result: ProcessResult
    do throws(PlatformError) {
      result = try await ProcessRunner.run(shell, timeoutSeconds: commandSeconds, outputLimit: limit)
    } catch {
      throw .command(command, reason: error.text)
    }
    guard result.exit.isSuccess else { throw .command(command, reason: "it ended with \(result.exit.text)") }
    guard let value = firstLine(result.output) else { throw .command(command, reason: "it printed nothing") }
    return value
  }

  private static func read(_ path: String) async throws(SecretError) -> String {
    let home = Environment.home ?? "/"
    let full = path.hasPrefix("~/") ? home + path.dropFirst(1) : path
    return try await runBlocking { () throws(SecretError) in
      var found = stat()
      guard stat(full, &found) == 0 else { throw .file(full, reason: String(cString: strerror(errno))) }
      guard found.st_mode & S_IFMT == S_IFREG else { throw .file(full, reason: "it is not a regular file") }
      guard found.st_mode & 0o077 == 0 else { throw .file(full, reason: "others can read it; run chmod 600 on it") }
      guard found.st_uid == getuid() else { throw .file(full, reason: "it belongs to somebody else") }
      let bytes: [UInt8]
      do throws(PlatformError) {
        bytes = try Files.read(full, limit: limit)
      } catch {
        throw .file(full, reason: error.text)
      }
      guard let value = firstLine(bytes) else { throw .file(full, reason: "it is empty") }
      return value
    }
  }

  /// The first line that is not blank, without the white space around it; nil when it is no text.
  private static func firstLine(_ bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else { return nil }
    for line in text.split(whereSeparator: \.isNewline) {
      let trimmed = line.drop(while: \.isWhitespace)
      guard let last = trimmed.lastIndex(where: { !$0.isWhitespace }) else { continue }
      return String(trimmed[...last])
    }
    return nil
  }
}
