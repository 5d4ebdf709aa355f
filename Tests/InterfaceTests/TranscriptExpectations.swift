import Testing

/// `#expect` cannot call what changes a value; these can.
func expectTrue(_ value: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(value, sourceLocation: sourceLocation)
}

/// The opposite.
func expectFalse(_ value: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(!value, sourceLocation: sourceLocation)
}
