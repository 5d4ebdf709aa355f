/// Checks of texts that are said to name git objects.
enum ObjectName {
  /// Whether this is a full object id: 40 or 64 lower-case hexadecimal digits.
  static func isValid(_ text: String) -> Bool {
    (text.utf8.count == 40 || text.utf8.count == 64)
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
