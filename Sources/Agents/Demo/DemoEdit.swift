/// One change of one file, as the demo agent makes it.
struct DemoEdit: Hashable {
  /// Relative to the working directory.
  var path: String
  /// The text that is replaced; nil: the file is new, or written whole.
  var old: String?
  /// The new text.
  var new: String
}
