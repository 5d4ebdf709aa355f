package import TestSupport

/// Something that reads bytes from outside, and what must hold for it whatever the bytes are. A trap ends the program and says so by itself.
package protocol FuzzTarget: Sendable {
  /// Its name on the command line.
  var name: String { get }
  /// What is changed at random: good inputs, and inputs that once went wrong.
  var corpus: [String] { get }
  /// Pieces that mean something to it.
  var words: [String] { get }
  /// Reads the bytes; the random numbers choose how they are cut and what is done between.
  /// - Throws: `FuzzProblem` when something does not hold.
  func check(_ bytes: [UInt8], _ random: inout SeededGenerator) throws(FuzzProblem)
}

/// Throws when it does not hold.
func require(_ holds: Bool, _ what: @autoclosure () -> String) throws(FuzzProblem) {
  if !holds { throw FuzzProblem(what()) }
}
