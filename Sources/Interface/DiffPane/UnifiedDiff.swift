/// Reads what `git diff` prints. Tolerant: what is not understood is left out, nothing stops it; a line inside a hunk is judged by the counts of the
/// hunk's head, so that changed lines which look like headers stay changed lines. Linear in the text's length.
package enum UnifiedDiff {
  /// The files of a diff, in its order.
  package static func parse(_ text: String) -> [FileDiff] {
    var text = text
    return text.withUTF8 { bytes in
      var reader = UnifiedDiffReader(bytes: bytes)
      return reader.files()
    }
  }
}
