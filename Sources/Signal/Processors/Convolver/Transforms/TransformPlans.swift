// Control side.

/// The plans of one engine, made when they are first needed.
final class TransformPlans {
  let library: any TransformLibrary
  private var plans: [TransformShape: any TransformPlan] = [:]

  init(_ library: any TransformLibrary) { self.library = library }

  /// The way to the spectrum: groups of columns, packed, to the whole; then rows.
  func forward(_ size: PartitionSize) throws(TransformError) -> LevelTransforms {
    let columns = TransformShape(
      length: size.rows, columns: size.groupWidth, inputStride: size.groupWidth,
      outputStride: size.columns, isInverse: false)
    return LevelTransforms(
      columns: size.rows == 1 ? nil : try plan(columns),
      row: try plan(.row(size.columns, isInverse: false)))
  }

  /// The way back: rows, then groups of columns, from the whole to packed ones.
  func inverse(_ size: PartitionSize) throws(TransformError) -> LevelTransforms {
    let columns = TransformShape(
      length: size.rows, columns: size.groupWidth, inputStride: size.columns,
      outputStride: size.groupWidth, isInverse: true)
    return LevelTransforms(
      columns: size.rows == 1 ? nil : try plan(columns),
      row: try plan(.row(size.columns, isInverse: true)))
  }

  private func plan(_ shape: TransformShape) throws(TransformError) -> PlannedTransform {
    if let plan = plans[shape] { return PlannedTransform(plan) }
    let plan = try library.plan(shape)
    plans[shape] = plan
    return PlannedTransform(plan)
  }
}

extension PlannedTransform {
  init(_ plan: any TransformPlan) {
    unsafe self.init(plan.transform, context: plan.context)
  }
}
