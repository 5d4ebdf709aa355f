/// The ports on the loopback inside a sandbox behind which this process answers. The same in every sandbox, since each has a loopback of its own.
package enum EgressPort {
  /// The CONNECT proxy (`HTTPS_PROXY`).
  package static let proxy: UInt16 = 3128
  /// The model gateway: plain HTTP with a dummy key inside, the provider with the real one outside.
  package static let gateway: UInt16 = 3129
  /// This machine's own model server, where the task uses one.
  package static let localModel: UInt16 = 11434
}
