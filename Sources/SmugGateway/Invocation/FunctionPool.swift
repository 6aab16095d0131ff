import SmugAWS

/// What routes share whose invocations Lambda counts together.
///
/// Versions and aliases of a function share its concurrency.
struct FunctionPool: Hashable, Sendable, CustomStringConvertible {
    private let account: String?
    private let region: String?
    private let name: String

    init(_ function: FunctionIdentifier) {
        account = function.account
        region = function.region
        name = function.name
    }

    /// The name, and before it region and account where the manifest has them.
    var description: String {
        [region, account, name].compactMap(\.self).joined(separator: ":")
    }
}
