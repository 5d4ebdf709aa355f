import JSON

/// What tells the exports of trackers from other tables: Jira's CSV and its search as JSON, Linear's CSV.
enum TrackerExport {
  /// Whether a line is the header of Jira's or Linear's CSV, however many columns there are.
  static func isHeader(_ line: some StringProtocol) -> Bool {
    guard line.utf8.count <= 256 << 10, line.utf8.contains(0x2C) || line.utf8.contains(0x3B) || line.utf8.contains(0x09) else {
      return false
    }
    let start = String(decoding: line.utf8.prefix(16 << 10), as: UTF8.self).lowercased()
    if start.contains("issue key"), start.contains("summary") { return true }
    return start.contains("team") && start.contains("title") && start.contains("cycle number") && start.contains("status")
  }

  /// The page of an issue that Jira's API names by its own address (`https://HOST/rest/api/2/issue/10001`); nil for anything else.
  static func page(of issue: JSONObject) -> String? {
    guard let own = issue["self"]?.string, let key = issue["key"]?.string, let api = own.firstRange(of: "/rest/api/"),
      own.hasPrefix("https://") || own.hasPrefix("http://"), TicketReference(Substring(key))?.rest.isEmpty == true
    else { return nil }
    return own[..<api.lowerBound] + "/browse/" + key
  }
}
