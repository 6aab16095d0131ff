/// What a member holds of the values that stand under one name.
enum ValueRule {
    /// All, with commas between.
    case joined
    case last
    /// A list of all.
    case all
}
