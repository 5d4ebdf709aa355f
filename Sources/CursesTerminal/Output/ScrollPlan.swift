internal import Screen

/// A part of the screen that the terminal can move instead of having it painted again.
struct ScrollPlan {
  /// Which rows, and between which columns.
  let area: Rect
  /// Lines up; down when negative.
  let lines: Int
  /// Whether left and right margins are needed.
  let usesMargins: Bool

  /// The best plan for what changed between two canvases, or nil when painting is cheaper. `margins`: whether the terminal has DECSLRM.
  static func best(from old: Canvas, to new: Canvas, margins: Bool) -> [ScrollPlan] {
    guard old.size == new.size else { return [] }
    var plans: [ScrollPlan] = []
    for region in new.scrollRegions {
      guard let before = old.scrollRegions.first(where: { $0.identity == region.identity && $0.rect == region.rect }) else { continue }
      let lines = region.top - before.top
      let area = region.rect.intersection(new.bounds)
      guard lines != 0, abs(lines) < area.height, area == region.rect, area.width > 0 else { continue }
      let whole = Rect(column: 0, row: area.row, width: new.size.width, height: area.height)
      guard !plans.contains(where: { $0.area.intersection(whole).height > 0 }) else { continue }
      // Cells to paint, and a guess of what the scroll itself costs.
      var best: (cost: Int, plan: ScrollPlan?) = (difference(old, new, in: whole, shifted: whole, by: 0), nil)
      let wholeCost = difference(old, new, in: whole, shifted: whole, by: lines) + 30
      if wholeCost < best.cost { best = (wholeCost, ScrollPlan(area: whole, lines: lines, usesMargins: false)) }
      if margins, area != whole, !cutsWide(old, area) {
        let cost = difference(old, new, in: whole, shifted: area, by: lines) + 50
        if cost < best.cost { best = (cost, ScrollPlan(area: area, lines: lines, usesMargins: true)) }
      }
      if let plan = best.plan { plans.append(plan) }
    }
    return plans
  }

  /// Cells of `rect` that differ when `shifted` has been moved up by `lines`.
  private static func difference(_ old: Canvas, _ new: Canvas, in rect: Rect, shifted: Rect, by lines: Int) -> Int {
    let width = new.size.width
    var count = 0
    for row in rect.row..<(rect.row + rect.height) {
      let source = row + lines
      let hasSource = source >= rect.row && source < rect.row + rect.height
      for column in rect.column..<(rect.column + rect.width) {
        let cell = new.cells[row * width + column]
        let moved = lines != 0 && column >= shifted.column && column < shifted.column + shifted.width
        if !moved {
          if cell != old.cells[row * width + column] { count += 1 }
        } else if !hasSource {
          if cell.scalar != 0x20 { count += 1 }
        } else if cell != old.cells[source * width + column] {
          count += 1
        }
      }
    }
    return count
  }

  private static func cutsWide(_ canvas: Canvas, _ area: Rect) -> Bool {
    for row in area.row..<(area.row + area.height) {
      if canvas[area.column, row].isContinuation || canvas[area.column + area.width, row].isContinuation { return true }
    }
    return false
  }
}
