/// Who the service is, and what it wants to know.
package struct ServiceHello: Hashable, Sendable, Codable {
  /// The wire's version that it speaks.
  package var protocolVersion: Int
  /// The program's version.
  package var version: String
  /// Its process id.
  package var pid: Int
  /// Names of environment variables that configured engines read; the client sends those that are set.
  package var wantedVariables: [String]

  /// A service.
  package init(protocolVersion: Int, version: String, pid: Int, wantedVariables: [String]) {
    self.protocolVersion = protocolVersion
    self.version = version
    self.pid = pid
    self.wantedVariables = wantedVariables
  }
}
