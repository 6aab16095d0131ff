/// Why a text names no function.
package struct FunctionIdentifierError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The part that is wrong.
    package enum Code: Sendable {
        /// It begins like an ARN and is none of a function.
        case arn
        /// It has the wrong number of parts, or other words between them.
        case form
        /// Not twelve digits.
        case account
        /// Empty, too long, or with other characters than letters, digits, `-`, `_` and `.`.
        case name
        /// Neither a version, nor an alias, nor `$LATEST`.
        case qualifier
    }

    /// Which part.
    package let code: Code
    /// The whole text as it came.
    package let text: String

    init(_ code: Code, _ text: String) {
        self.code = code
        self.text = text
    }

    /// What is wrong, with the right form.
    package var description: String {
        switch code {
        case .arn:
            "'\(text)' is not the ARN of a function:"
                + " arn:aws:lambda:REGION:ACCOUNT:function:NAME, then :QUALIFIER if you like"
        case .form:
            "'\(text)' is not a function: NAME, ACCOUNT:function:NAME or an ARN, then :QUALIFIER"
                + " if you like"
        case .account: "the account in '\(text)' is not twelve digits"
        case .name:
            "the function's name in '\(text)' is not 1 to 64 letters, digits, hyphens,"
                + " underscores and dots"
        case .qualifier:
            "the qualifier in '\(text)' is not a version, an alias or $LATEST"
        }
    }
}
