import Testing

/// A named row of a table: what is given and what must come of it.
struct Named<Given: Sendable, Wanted: Sendable>: CustomTestStringConvertible, Sendable {
    let name: String
    let given: Given
    let wanted: Wanted

    init(_ name: String, _ given: Given, _ wanted: Wanted) {
        self.name = name
        self.given = given
        self.wanted = wanted
    }

    var testDescription: String { name }
}
