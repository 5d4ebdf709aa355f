package import Secrets

/// The token of one forge: asked for at the first need, kept as long as the pass, and asked for afresh once when it was refused. Any caller, any order.
package actor ForgePass {
  /// Gives a token; nil: none is configured. With `fresh` none that was kept from an earlier time. Whoever gives it has added it to the ledger.
  package typealias Source = @Sendable (_ fresh: Bool) async throws(ForgeError) -> SecretBytes?

  private let source: Source
  private var held: SecretBytes?
  private var isAsked = false

  /// A pass.
  package init(_ source: @escaping Source) { self.source = source }

  /// A pass with this token, which cannot be had anew.
  package init(_ token: SecretBytes?) {
    source = { _ throws(ForgeError) in token }
    held = token
    isAsked = true
  }

  /// The token; nil: there is none.
  /// - Throws: what its source says.
  /// - Parameter fresh: it is asked for even when one is held.
  package func token(fresh: Bool = false) async throws(ForgeError) -> SecretBytes? {
    if isAsked, !fresh { return held }
    held = try await source(fresh)
    isAsked = true
    return held
  }

  /// Another token than the one that was refused; nil: there is none but that.
  /// - Throws: what its source says.
  package func other(than refused: SecretBytes?) async throws(ForgeError) -> SecretBytes? {
    if isAsked, held != refused { return held }
    let new = try await token(fresh: true)
    return new == refused ? nil : new
  }
}
