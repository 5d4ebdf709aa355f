/// One changed stretch of a file.
package struct Hunk: Hashable, Sendable {
  /// The first line in the old file, from 1; 0 when the file was empty.
  package var oldStart: Int
  /// Lines of the old file.
  package var oldCount: Int
  /// The first line in the new file, from 1; 0 when it is empty.
  package var newStart: Int
  /// Lines of the new file.
  package var newCount: Int
  /// What git wrote behind the second `@@`: the function it lies in; not sanitised.
  package var heading: String
  /// Its lines in order.
  package var lines: [DiffLine]

  /// A hunk.
  package init(oldStart: Int, oldCount: Int, newStart: Int, newCount: Int, heading: String = "", lines: [DiffLine] = []) {
    self.oldStart = oldStart
    self.oldCount = oldCount
    self.newStart = newStart
    self.newCount = newCount
    self.heading = heading
    self.lines = lines
  }
}
