import Platform

/// Where a key or token comes from (CONTRACT.md, "Keys and logins").
package enum CredentialSource: Hashable, Sendable, CustomStringConvertible {
  /// A variable of the client's environment, by name.
  case variable(String)
  /// What a shell command prints.
  case command(String)
  /// The first line of a file that nobody else can read.
  case file(String)
  /// A credential that systemd handed to the service, by name (systemd.exec(5), `LoadCredential=` and `LoadCredentialEncrypted=`).
  case systemd(String)
  /// A field of a secret in HashiCorp Vault or OpenBao.
  case vault(VaultReference)

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
    case .systemd(let name): "systemd's credential \(name)"
    case .vault(let reference): "\(reference) in the vault"
    }
  }

  /// The value as text: `secret` says all.
  /// - Throws: `SecretError`, for a source that gives nothing.
  package func value(
    clientVariables: [String: String], vault: VaultSession? = nil, fresh: Bool = false
  ) async throws(SecretError) -> String? {
    try await secret(clientVariables: clientVariables, vault: vault, fresh: fresh)?.text
  }

  /// The value, or nil when a variable is not set. Commands run through `/bin/sh` with the service's `HOME` and `PATH`, and without input.
  /// - Parameters:
  ///   - clientVariables: what clients handed over.
  ///   - vault: who is asked for what lies in the vault.
  ///   - fresh: nothing that was kept from an earlier time is given.
  ///   - directory: where systemd put its credentials; by default what the service's own environment says.
  /// - Throws: `SecretError`, for a source that gives nothing.
  package func secret(
    clientVariables: [String: String], vault: VaultSession? = nil, fresh: Bool = false,
    directory: String? = Environment.current["CREDENTIALS_DIRECTORY"]
  ) async throws(SecretError) -> SecretBytes? {
    switch self {
    case .variable(let name): return clientVariables[name].flatMap { $0.isEmpty ? nil : SecretBytes($0) }
    case .command(let command): return try await Self.run(command)
    case .file(let path): return try await Self.read(path)
    case .systemd(let name): return try await Self.read(credential: name, in: directory)
    case .vault(let reference):
      guard let vault else { throw .vault("Reading \(reference) from the vault", reason: "no vault is configured") }
      return try await vault.read(reference, variables: clientVariables, fresh: fresh)
    }
  }

  private static func run(_ command: String) async throws(SecretError) -> SecretBytes {
    let inherited = Environment.current.filter {
      ["HOME", "PATH", "USER", "LANG", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "GNUPGHOME", "PASSWORD_STORE_DIR"].contains($0.key)
    }
    let shell = ProcessCommand("/bin/sh", ["-c", command], environment: inherited)
    var result: ProcessResult
    do throws(PlatformError) {
      result = try await ProcessRunner.run(shell, timeoutSeconds: commandSeconds, outputLimit: limit)
    } catch {
      throw .command(command, reason: error.text)
    }
    guard result.exit.isSuccess else { throw .command(command, reason: "it ended with \(result.exit.text)") }
    guard let value = SecretLine.take(from: &result.output) else { throw .command(command, reason: "it printed nothing") }
    return value
  }

  private static func read(_ path: String) async throws(SecretError) -> SecretBytes {
    let home = Environment.home ?? "/"
    let full = path.hasPrefix("~/") ? home + path.dropFirst(1) : path
    return try await runBlocking { () throws(SecretError) in
      do throws(SecretFile.Reason) { return try SecretFile.read(full, .own) } catch { throw .file(full, reason: error.text) }
    }
  }

  private static func read(credential name: String, in directory: String?) async throws(SecretError) -> SecretBytes {
    guard let directory, directory.hasPrefix("/") else {
      throw .systemd(
        name, reason: "the service was not given any; start it as a systemd unit with LoadCredential=\(name):PATH, or name another source")
    }
    guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(where: { $0 == 0x2f || $0 == 0 }), name.utf8.count <= 255 else {
      throw .systemd(name, reason: "that is no name of a credential")
    }
    return try await runBlocking { () throws(SecretError) in
      do throws(SecretFile.Reason) { return try SecretFile.read("\(directory)/\(name)", .manager) } catch {
        throw .systemd(name, reason: error.text)
      }
    }
  }
}
