/// A page of a longer list.
package struct Page<Element: Sendable>: Sendable {
  /// What is on it, in the list's order.
  package var elements: [Element]
  /// The number of the next page; nil: this was the last.
  package var next: Int?

  /// A page.
  package init(_ elements: [Element], next: Int? = nil) {
    self.elements = elements
    self.next = next
  }
}
