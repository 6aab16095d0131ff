/// How the events of a route are written.
package struct EventFormat: Hashable, Sendable {
    /// A name and its value, the same for every request of the route.
    package struct StageVariable: Hashable, Sendable {
        package let name: String
        package let value: String

        /// Takes any texts.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What API Gateway calls a stage that has no name.
    package static let defaultStage = "$default"

    /// Whose events they are.
    package var shape: EventShape
    /// The stage; load balancers and function URLs have none.
    package var stage: String
    /// In order; load balancers and function URLs have none.
    package var stageVariables: [StageVariable]
    /// Whether events are items of an envelope, so that each must say whose its answer is.
    package var isBatched: Bool

    /// Takes a format; by default that of an HTTP API whose requests share invocations.
    package init(
        _ shape: EventShape = .httpAPI, stage: String = EventFormat.defaultStage,
        stageVariables: [StageVariable] = [], isBatched: Bool = true
    ) {
        self.shape = shape
        self.stage = stage
        self.stageVariables = stageVariables
        self.isBatched = isBatched
    }
}
