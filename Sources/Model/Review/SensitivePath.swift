/// Paths through which a change acts on whoever checks it out, builds it or opens it. Case does not matter. Pure.
package enum SensitivePath {
  /// Why a path is sensitive whatever stands in the file; empty when it is not.
  package static func reasons(_ path: String) -> [SensitiveReason] {
    let lower = path.lowercased()
    let parts = lower.split(separator: "/").map(String.init)
    guard let name = parts.last else { return [] }
    let place = SensitivePlace(path: lower, name: name, directories: parts.dropLast())
    var found: [SensitiveReason] = []
    for rule in SensitiveRules.all where rule.matches(place) && !found.contains(where: { $0.kind == rule.kind }) {
      found.append(SensitiveReason(rule.kind, rule.text, needsTick: rule.needsTick))
    }
    return found
  }

  /// Whether what a path's file says decides: these are compared key by key.
  package static func isManifest(_ path: String) -> Bool {
    let name = path.lowercased().split(separator: "/").last.map(String.init) ?? ""
    return SensitiveManifest(name: name) != nil
  }
}
