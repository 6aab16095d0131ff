/// Decoded for a key it is nothing, and the member counts as one that no property has asked for.
///
/// So a type that could not read a member leaves it to its ``OtherMembers``.
package struct UnaskedMember: Decodable {
    /// Where another decoder comes this far.
    package init(from decoder: any Decoder) {}
}
