/// Decoded for a key it is nothing, and the member counts as one whose property is not written.
///
/// So a type that leaves out what is empty leaves it to its ``OtherMembers`` to say that it was there.
package struct BlankMember: Decodable {
    /// Where another decoder comes this far.
    package init(from decoder: any Decoder) {}
}
