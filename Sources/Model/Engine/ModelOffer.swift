/// A model that an engine or its provider offers (`carrel models ENGINE`). Both texts came from outside.
package struct ModelOffer: Hashable, Sendable, Codable {
  /// What `--model` takes.
  package var id: String
  /// What the provider calls it, or says about it; may be empty.
  package var note: String

  /// An offer.
  package init(id: String, note: String = "") {
    self.id = id
    self.note = note
  }
}
