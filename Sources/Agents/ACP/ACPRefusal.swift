/// Why a request of an agent is not done: what it is answered with.
struct ACPRefusal: Error, Hashable, Sendable {
  var error: ACPError

  init(_ error: ACPError) { self.error = error }
}
