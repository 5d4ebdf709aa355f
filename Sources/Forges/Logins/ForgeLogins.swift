import Platform

/// Looks for logins of other tools in their files. Nothing is kept, and no token leaves it.
package enum ForgeLogins {
  /// Bytes of a file at most.
  private static let limit = 256 << 10

  /// The logins that are found, in the order gh, tea, glab. Blocks for the time that three small files take.
  /// - Parameter environment: `HOME`, `XDG_CONFIG_HOME`, `GH_CONFIG_DIR` and `GLAB_CONFIG_DIR` are read.
  package static func found(_ environment: [String: String]) -> [ForgeLogin] {
    let home = environment["HOME"] ?? "/"
    let configuration = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/.config"
    func text(_ path: String) -> String { (try? Files.readText(path, limit: limit)) ?? "" }
    return ForgeLogin.gh(text("\(environment["GH_CONFIG_DIR"] ?? "\(configuration)/gh")/hosts.yml"))
      + ForgeLogin.tea(text("\(configuration)/tea/config.yml"))
      + ForgeLogin.glab(text("\(environment["GLAB_CONFIG_DIR"] ?? "\(configuration)/glab-cli")/config.yml"))
  }
}
