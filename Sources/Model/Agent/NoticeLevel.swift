/// How much a remark matters.
package enum NoticeLevel: String, Hashable, Sendable, Codable, CaseIterable {
  case info, warning, error
}
