import Platform

/// Two connections that are made one: what comes from either goes to the other. Each direction ends by itself (half close); when one breaks, both end.
enum Splice {
  /// Which way a piece went.
  enum Direction: Sendable { case out, back }

  /// Returns when both directions are over or one is broken; both connections are closed then. `count` is told of each piece with its bytes.
  static func run(_ inner: TCPConnection, _ outer: TCPConnection, count: @escaping @Sendable (Direction, Int) -> Void) async {
    await withTaskGroup(of: Bool.self) { group in
      group.addTask { await inner.carry(to: outer) { count(.out, $0) } }
      group.addTask { await outer.carry(to: inner) { count(.back, $0) } }
      for await whole in group where !whole {
        inner.close()
        outer.close()
      }
    }
    inner.close()
    outer.close()
  }
}
