/// What the Invoke API takes as a function's name.
enum FunctionName {
    /// The account's 12 digits in an ARN, or in the partial form `123456789012:function:name`.
    static func accountID(in name: String) -> [UInt8]? {
        let parts = name.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let part: Substring.UTF8View? =
            if name.hasPrefix("arn:"), parts.count > 4 {
                parts[4]
            } else if parts.count > 1 {
                parts[0]
            } else {
                nil
            }
        guard let part, part.count == 12, part.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return Array(part)
    }
}
