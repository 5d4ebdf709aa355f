/// From what SGR has set to what it shall set.
struct GraphicChange: Hashable {
  var old: GraphicState
  var new: GraphicState
}
