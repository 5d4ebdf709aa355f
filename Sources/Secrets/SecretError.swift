/// Why a secret could not be had. The texts never hold a value.
package enum SecretError: Error, Hashable, Sendable {
  /// The key's command failed: what it is called, and why.
  case command(String, reason: String)
  /// The key's file cannot be used: its path, and why.
  case file(String, reason: String)
  /// systemd's credential cannot be used: its name, and why.
  case systemd(String, reason: String)
  /// The vault did not give it: what we were doing, and why.
  case vault(String, reason: String)

  /// One sentence for the operator.
  package var text: String {
    switch self {
    case .command(let command, let reason): "the command `\(command)` gave no key: \(reason)"
    case .file(let path, let reason): "the key file \(path) cannot be used: \(reason)"
    case .systemd(let name, let reason): "systemd's credential \(name) cannot be used: \(reason)"
    case .vault(let doing, let reason): "\(doing): \(reason)"
    }
  }
}
