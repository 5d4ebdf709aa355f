import HTTP
import Model

/// Makes the forge of a site.
enum ForgeMaker {
  /// The forge of a site by its kind; nothing happens until its first call.
  static func make(_ site: ForgeSite, _ pass: ForgePass, _ client: HTTPClient, _ brake: ForgeBrake) -> (any Forge)? {
    switch site.kind {
    case .gitea, .forgejo:
      GiteaForge(
        kind: site.kind, host: site.host, web: site.web, pass: pass, client: client, brake: brake, isPlainAllowed: site.isPlainAllowed)
    case .github, .gitlab: nil
    }
  }
}
