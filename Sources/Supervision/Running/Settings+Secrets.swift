package import Configuration
package import Secrets

extension EngineSettings {
  /// Where the configuration says that the engine's key comes from; the first that is named counts.
  package var keySource: CredentialSource? {
    if let keyCommand { return .command(keyCommand) }
    if let keyFile { return .file(keyFile) }
    return keyEnvironment.map { .variable($0) }
  }
}

extension GitSettings {
  /// Where the configuration says that git's token comes from.
  package var tokenSource: CredentialSource? {
    if let tokenCommand { return .command(tokenCommand) }
    if let tokenFile { return .file(tokenFile) }
    return tokenEnvironment.map { .variable($0) }
  }
}

extension Settings {
  /// The environment variables that the configuration names as sources: clients are asked for them.
  package var wantedVariables: [String] {
    engines.values.flatMap { [$0.keyEnvironment, $0.passwordEnvironment].compactMap { $0 } }
      + mcpServers.values.flatMap { $0.passedVariables + $0.headerVariables.values }
      + [git.tokenEnvironment].compactMap { $0 }
  }
}
