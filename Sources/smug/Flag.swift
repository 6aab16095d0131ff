/// A variable of the environment that is on or off.
enum Flag {
    /// On, unless it is missing, empty, `0`, `false`, `no` or `off` in any case.
    static func isOn(_ value: String?) -> Bool {
        guard let value else { return false }
        let trimmed = value.filter { !$0.isWhitespace }.lowercased()
        return !["", "0", "false", "no", "off"].contains(trimmed)
    }
}
