/// Which of this client's attached programs; never used again.
package struct AttachmentID: Hashable, Sendable, Comparable {
  /// Its number, from 1.
  package let number: Int

  /// An id.
  package init(_ number: Int) { self.number = number }

  package static func < (left: AttachmentID, right: AttachmentID) -> Bool { left.number < right.number }
}
