/// What an answer may hold beside its status, headers and body.
struct AnswerRules: Hashable, Sendable {
    enum MultiValueHeaders: Hashable, Sendable {
        /// They stand in for those of the same name in `headers`.
        case replace
        /// Both count, but a pair that stands in both counts once.
        case merge
        /// As if they were not there.
        case ignore
    }

    let multiValueHeaders: MultiValueHeaders
    let takesCookies: Bool
    /// Whether `statusDescription` must be a string; HTTP has no use for what it says.
    let checksStatusDescription: Bool
    /// Whether an answer without a status is itself the body.
    let infersBody: Bool
}

extension AnswerRules {
    /// The rules for an answer as whoever the shape is named after has them.
    init(_ shape: EventShape) {
        switch shape {
        case .httpAPI, .functionURL:
            self.init(
                multiValueHeaders: .replace, takesCookies: true, checksStatusDescription: false,
                infersBody: true)
        case .restAPI:
            self.init(
                multiValueHeaders: .merge, takesCookies: false, checksStatusDescription: false,
                infersBody: false)
        case .loadBalancer(let multiValue):
            self.init(
                multiValueHeaders: multiValue ? .replace : .ignore, takesCookies: false,
                checksStatusDescription: true, infersBody: false)
        }
    }

    /// The rules for an answer in a batch: a batch adapter gives cookies whatever the shape is,
    /// and a record without a status is none.
    init(batchOf shape: EventShape) {
        let rules = AnswerRules(shape)
        self.init(
            multiValueHeaders: rules.multiValueHeaders, takesCookies: true,
            checksStatusDescription: rules.checksStatusDescription, infersBody: false)
    }
}
