extension Sampler: CustomStringConvertible {
    /// As `OTEL_TRACES_SAMPLER` has it, with its argument.
    package var description: String {
        let name =
            switch rule {
            case .all: "always_on"
            case .none: "always_off"
            case .ratio(let ratio): "traceidratio of \(ratio)"
            }
        return (followsParent ? "parentbased_" : "") + name
    }
}
