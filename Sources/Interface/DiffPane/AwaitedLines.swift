/// Lines of a changed file to go to once its text is here.
struct AwaitedLines: Hashable, Sendable {
  var path: String
  /// Numbers in the new file.
  var lines: ClosedRange<Int>
}
