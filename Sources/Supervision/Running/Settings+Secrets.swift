package import Configuration
package import Forges
package import Secrets

extension CredentialSource {
  /// The source that a table of the configuration names, in the order in which the keys count where a file has several; nil: none.
  init?(command: String?, file: String?, systemd: String?, vault: String?, variable: String?) {
    if let command {
      self = .command(command)
    } else if let file {
      self = .file(file)
    } else if let systemd {
      self = .systemd(systemd)
    } else if let reference = vault.flatMap({ VaultReference($0) }) {
      self = .vault(reference)
    } else if let variable {
      self = .variable(variable)
    } else {
      return nil
    }
  }
}

extension EngineSettings {
  /// Where the configuration says that the engine's key comes from.
  package var keySource: CredentialSource? {
    CredentialSource(command: keyCommand, file: keyFile, systemd: keyCredential, vault: keyVault, variable: keyEnvironment)
  }

  /// The variable that clients are asked for; nil when the key comes from elsewhere.
  var wantedKey: String? {
    if case .variable(let name) = keySource { return name }
    return nil
  }
}

extension GitSettings {
  /// Where the configuration says that git's token comes from.
  package var tokenSource: CredentialSource? {
    CredentialSource(command: tokenCommand, file: tokenFile, systemd: tokenCredential, vault: vault, variable: tokenEnvironment)
  }
}

extension ForgeSettings {
  /// Where the configuration says that the forge's token comes from.
  package var tokenSource: CredentialSource? {
    CredentialSource(command: tokenCommand, file: tokenFile, systemd: tokenCredential, vault: vault, variable: tokenEnvironment)
  }

  /// The forge as it is spoken to.
  package var site: ForgeSite {
    let known = ForgeSite.known.first { $0.host == host }
    return ForgeSite(
      kind: kind, host: host, web: url, certificates: certificates, isPlainAllowed: isPlainAllowed,
      sshHosts: sshHost.map { [$0] } ?? known?.sshHosts ?? [], source: tokenSource,
      app: appID.flatMap { id in appKeyFile.map { ForgeApp(id: id, keyFile: $0, installation: appInstallation) } })
  }
}

extension SourceSettings {
  /// The source; nil when none is named.
  package var source: CredentialSource? {
    command.map { .command($0) } ?? file.map { .file($0) } ?? environment.map { .variable($0) }
  }
}

extension VaultSettings {
  /// How the vault is reached.
  package var access: VaultAccess {
    let login: VaultAccess.Login =
      switch method {
      case .token: .token(token.source)
      case .approle: .appRole(roleID: roleID ?? "", secretID: secretID.source)
      case .userpass: .userpass(name: userName ?? "", password: password.source ?? .variable(""))
      case .jwt: .jwt(role: role, token: jwt.source ?? .variable(""))
      }
    return VaultAccess(
      address: address, namespace: namespace, login: login, loginMount: loginMount, mount: mount, certificates: certificates,
      seconds: seconds)
  }
}

extension Settings {
  /// The environment variables that the configuration names as sources: clients are asked for them.
  package var wantedVariables: [String] {
    secretVariables + mcpServers.values.flatMap { $0.passedVariables + $0.headerVariables.values }
      + (usesVault ? VaultAccess.variables : [])
  }

  /// Those of them whose values are secrets whatever they are called.
  package var secretVariables: [String] {
    engines.values.flatMap { [$0.wantedKey, $0.passwordEnvironment].compactMap { $0 } }
      + forges.compactMap(\.tokenEnvironment)
      + [git.tokenEnvironment, vault.token.environment, vault.secretID.environment, vault.password.environment, vault.jwt.environment]
      .compactMap { $0 } + trackers.compactMap(\.token.environment)
  }

  /// Whether anything lies in the vault.
  package var usesVault: Bool {
    git.vault != nil || forges.contains { $0.vault != nil } || trackers.contains { $0.vault != nil }
      || engines.values.contains { $0.keyVault != nil }
  }
}
