package import Model

/// Who is attached and whose tasks are whose. Empty while there is only one operator.
package struct Presence: Hashable, Sendable, Codable {
  /// The attached interfaces, the one that came first first.
  package var operators: [OperatorPlace]
  /// The leases, by task.
  package var leases: [ReviewLease]

  /// Nobody but oneself.
  package init(operators: [OperatorPlace] = [], leases: [ReviewLease] = []) {
    self.operators = operators
    self.leases = leases
  }

  /// The lease of a task.
  package func lease(of task: TaskID) -> ReviewLease? { leases.first { $0.task == task } }

  /// The lease of a task that is somebody else's.
  package func lease(of task: TaskID, against author: String) -> ReviewLease? { lease(of: task).flatMap { $0.holder == author ? nil : $0 } }

  /// The other operators, each with the place of the first of their interfaces that looks at a task.
  package func others(than author: String) -> [OperatorPlace] {
    var found: [OperatorPlace] = []
    for place in operators where place.author != author {
      if let index = found.firstIndex(where: { $0.author == place.author }) {
        if found[index].task == nil { found[index] = place }
      } else {
        found.append(place)
      }
    }
    return found
  }
}
