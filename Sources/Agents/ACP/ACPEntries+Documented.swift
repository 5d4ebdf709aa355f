/// Agents of the protocol's registry and documentation that were never run by the project.
extension ACPEntries {
  static let documented: [ACPEntry] = []
}
