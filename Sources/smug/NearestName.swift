/// What somebody meant who mistyped a name.
enum NearestName {
    static func of(_ name: String, among names: [String]) -> String? { names.first }
}
