import Model
import TOML

extension VaultSettings {
  mutating func read(_ table: inout TableReader) {
    address = table.address("address")
    namespace = table.string("namespace")
    method = table.choice("auth") ?? method
    loginMount = table.string("auth_mount")
    mount = table.string("mount")
    certificates = table.file("ca")
    if let limit = table.duration("timeout") {
      if (0.1...600).contains(limit) {
        seconds = limit
      } else if let entry = table.take("timeout") {
        table.complain(entry, "[vault] timeout must be between 0.1 and 600 seconds")
      }
    }
    roleID = table.string("role_id")
    role = table.string("role")
    userName = table.string("username")
    token = table.source("token")
    secretID = table.source("secret_id")
    password = table.source("password")
    jwt = table.source("jwt")
    table.refuseSecrets(["token", "secret_id", "password", "jwt"], instead: "the same with _env, _command or _file behind it")
    if let missing, let entry = table.take("auth") { table.complain(entry, "[vault] auth = \"\(method.rawValue)\" needs \(missing)") }
    table.finish()
  }

  /// What the method needs and is not there.
  private var missing: String? {
    switch method {
    case .token: nil
    case .approle: roleID == nil ? "role_id" : nil
    case .userpass: userName == nil ? "username" : password.isEmpty ? "password_env, password_command or password_file" : nil
    case .jwt: jwt.isEmpty ? "jwt_env, jwt_command or jwt_file" : nil
    }
  }
}

extension TableReader {
  /// The three keys of a secret's source.
  mutating func source(_ name: String) -> SourceSettings {
    var source = SourceSettings()
    source.environment = variable("\(name)_env")
    source.command = string("\(name)_command")
    source.file = file("\(name)_file")
    onlyOne(of: ["\(name)_env", "\(name)_command", "\(name)_file"])
    return source
  }

  /// A secret's place in the vault: `mount/path#field`, or `mount/path?version=3#field`.
  mutating func vaultReference(_ key: String) -> String? {
    guard let text = string(key), let entry = take(key) else { return nil }
    let halves = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let names = (halves.first ?? "").prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[1].isEmpty, names.count > 1, names.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      complain(entry, "\(label(key)) must be a place in the vault such as \"secret/carrel#token\": mount, path, and the field behind #")
      return nil
    }
    return text
  }

  /// The name of a credential of systemd's.
  mutating func credentialName(_ key: String) -> String? {
    guard let name = string(key), let entry = take(key) else { return nil }
    guard name != ".", name != "..", !name.contains("/"), name.utf8.count <= 255 else {
      complain(entry, "\(label(key)) must be the name of a credential that systemd hands over (LoadCredential=), not a path")
      return nil
    }
    return name
  }
}
