/// The agents of the protocol that Carrel brings as engines (facts/engines.md, 4.3 and 4.4; the protocol's registry of February 2026).
package enum ACPEntries {
  /// All of them, in the order in which they are shown.
  package static let all: [ACPEntry] = tried + documented
}
