import Platform

/// Whether there is time for many more rounds (`make soak`).
enum Soak {
  /// What `CARREL_SOAK` says.
  static let isOn = Environment.current["CARREL_SOAK"] != nil
}
