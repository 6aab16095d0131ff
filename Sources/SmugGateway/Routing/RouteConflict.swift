/// Two routes that answer exactly the same requests.
package struct RouteConflict: Hashable, Sendable {
    /// The index of the later route.
    package let route: Int
    /// The index of the first route with the same method and the same shape of path.
    package let earlier: Int

    /// Every route that another one before it leaves nothing for.
    package static func all(in routes: [RouteSignature]) -> [RouteConflict] {
        struct Shape: Hashable {
            let method: Int
            let segments: [PathTemplate.Segment]
        }
        var first: [Shape: Int] = [:]
        var conflicts: [RouteConflict] = []
        for (index, route) in routes.enumerated() {
            let shape = Shape(
                method: MethodSlot.index(of: route.method), segments: route.template.segments)
            if let earlier = first[shape] {
                conflicts.append(RouteConflict(route: index, earlier: earlier))
            } else {
                first[shape] = index
            }
        }
        return conflicts
    }
}
