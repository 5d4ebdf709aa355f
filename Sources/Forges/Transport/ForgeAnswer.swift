package import HTTP
package import JSON

/// A forge's answer of success.
package struct ForgeAnswer: Sendable {
  /// Status and header fields.
  package var head: HTTPHead
  /// What it says; `null` when it was not asked for, or is empty.
  package var body: JSONValue

  /// An answer.
  package init(head: HTTPHead, body: JSONValue) {
    self.head = head
    self.body = body
  }

  /// The number of the page behind this one, or nil: by the `Link` field's `rel="next"` (RFC 8288) where there is one, by GitLab's `X-Next-Page`, by
  /// `X-Total-Count`, else by whether the page is full.
  /// - Parameters:
  ///   - page: the number of this page, from 1.
  ///   - size: how many elements were asked for.
  ///   - count: how many are on it.
  package func next(after page: Int, size: Int, count: Int) -> Int? {
    guard count > 0, page < ForgeTransport.pageLimit else { return nil }
    if let link = head.headers["link"] { return Self.leadsOn(link) ? page + 1 : nil }
    if let next = head.headers["x-next-page"] { return Int(next).map { _ in page + 1 } }
    if let total = head.headers["x-total-count"].flatMap({ Int($0) }) {
      return (page - 1) * size + count < total && count > 0 ? page + 1 : nil
    }
    return count >= size ? page + 1 : nil
  }

  private static func leadsOn(_ link: String) -> Bool {
    link.split(separator: ",").contains { part in
      part.split(separator: ";").dropFirst().contains { attribute in
        let words = attribute.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        return words.lowercased() == "rel=next"
      }
    }
  }
}
