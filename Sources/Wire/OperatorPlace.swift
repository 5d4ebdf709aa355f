package import Model

/// An attached interface: whose it is, and where they look.
package struct OperatorPlace: Hashable, Sendable, Codable {
  /// The operator's name, as their program gave it; not sanitised.
  package var author: String
  /// The task under their cursor.
  package var task: TaskID?
  /// Where in it.
  package var place: ViewPlace

  /// Somebody's place.
  package init(author: String, task: TaskID?, place: ViewPlace) {
    self.author = author
    self.task = task
    self.place = place
  }
}
