import Forges
import Testing

struct ForgeErrorTests {
  @Test func whatPassesAndWhatTheTokenIsTo() {
    let passing: Set<ForgeError.Kind> = [.rateLimit, .unreachable, .server, .notUnderstood]
    let ofToken: Set<ForgeError.Kind> = [.noToken, .refusedToken, .missingScope]
    for kind in [
      ForgeError.Kind.noToken, .refusedToken, .missingScope, .notFound, .archived, .refused, .rateLimit, .unreachable, .server,
      .notUnderstood,
    ] {
      #expect(ForgeError(kind, "").isPassing == passing.contains(kind))
      #expect(ForgeError(kind, "").isOfToken == ofToken.contains(kind))
    }
  }
}
