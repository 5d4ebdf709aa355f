/// How a tool call ended.
package enum ToolStatus: String, Hashable, Sendable, Codable, CaseIterable {
  case ok, failed, denied, cancelled
}
