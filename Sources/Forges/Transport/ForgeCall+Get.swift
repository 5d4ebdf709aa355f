package import HTTP

extension ForgeCall {
  /// A question.
  package init(
    _ path: [String], doing: String, query: [(String, String)] = [], fields: [HTTPField] = []
  ) {
    self.init("GET", path, doing: doing, query: query, fields: fields)
  }
}
