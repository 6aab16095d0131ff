/// What this library itself throws, with a sentence for the person who reads the log.
public struct LambdaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// An error that says itself what callers of the function are told.
///
/// Of any other error they are told the name of its type and its description.
public protocol LambdaDiagnosticError: Error {
    /// What kind of error it is, such as `OutOfStock`: callers may tell errors apart by it.
    var errorType: String { get }
    /// What went wrong, for a person.
    var errorMessage: String { get }
    /// Where it went wrong, innermost first; empty where that is unknown.
    var stackTrace: [String] { get }
}

extension LambdaDiagnosticError {
    /// The name of the error's type.
    public var errorType: String { "\(type(of: self))" }
    /// The error's description.
    public var errorMessage: String { "\(self)" }
    /// Nothing.
    public var stackTrace: [String] { [] }
}
