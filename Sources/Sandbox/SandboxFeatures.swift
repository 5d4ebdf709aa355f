/// What this machine's bubblewrap can do beyond the least that an isolated sandbox needs; `SandboxProbe` finds it out by trying.
package struct SandboxFeatures: Hashable, Sendable {
  /// Whether programs inside can be kept from making user namespaces of their own (`--disable-userns`, bubblewrap 0.8).
  package var disablesNamespaces: Bool

  /// What Debian 12's bubblewrap has.
  package init(disablesNamespaces: Bool = true) { self.disablesNamespaces = disablesNamespaces }
}
