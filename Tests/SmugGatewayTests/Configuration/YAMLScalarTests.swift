import Testing

@testable import SmugGateway

@Suite struct YAMLScalarTests {
    typealias Case = Named<String, YAMLScalar.Resolved>

    static let plain: [Case] = [
        Case("nothing", "", .null), Case("tilde", "~", .null), Case("null", "null", .null),
        Case("Null", "Null", .null), Case("nULL", "nULL", .string("nULL")),
        Case("true", "true", .boolean(true)), Case("TRUE", "TRUE", .boolean(true)),
        Case("False", "False", .boolean(false)), Case("yes", "yes", .string("yes")),
        Case("on", "on", .string("on")), Case("zero", "0", .integer(0)),
        Case("negative", "-7", .integer(-7)), Case("signed", "+7", .integer(7)),
        Case("leading zeros are decimal", "0777", .integer(777)),
        Case("octal", "0o17", .integer(15)), Case("hexadecimal", "0xfF", .integer(255)),
        Case("a signed hexadecimal is text", "0x-1", .string("0x-1")),
        Case("a bare prefix is text", "0x", .string("0x")),
        Case("the largest", "9223372036854775807", .integer(.max)),
        Case("one more", "9223372036854775808", .float(9_223_372_036_854_775_808)),
        Case("fraction", "1.5", .float(1.5)), Case("no whole part", ".5", .float(0.5)),
        Case("no fraction", "1.", .float(1)), Case("exponent", "1e3", .float(1000)),
        Case("signed exponent", "-1.5E-1", .float(-0.15)), Case("dot", ".", .string(".")),
        Case("unfinished exponent", "1e", .string("1e")),
        Case("infinite", ".inf", .float(.infinity)),
        Case("minus infinite", "-.Inf", .float(-.infinity)), Case("inf", "inf", .string("inf")),
        Case("nan as text", "nan", .string("nan")), Case("signed nan", "-.nan", .string("-.nan")),
        Case("underscores", "1_000", .string("1_000")),
        Case("address", "1.2.3.4", .string("1.2.3.4")),
        Case("version", "3.0.0", .string("3.0.0")), Case("sign only", "-", .string("-")),
    ]

    @Test(arguments: plain)
    func `plain text means what the core schema says`(_ row: Case) {
        #expect(YAMLScalar(row.given, isPlain: true).resolved == row.wanted)
    }

    @Test func `not a number is one`() {
        guard case .float(let value) = YAMLScalar(".nan", isPlain: true).resolved else {
            Issue.record("no float")
            return
        }
        #expect(value.isNaN)
    }

    @Test(arguments: ["5", "true", "", "null", "1.5"])
    func `quoted text stays text`(_ text: String) {
        #expect(YAMLScalar(text, isPlain: false).resolved == .string(text))
    }

    @Test func `a tag of the core schema decides`() {
        #expect(YAMLScalar("5", isPlain: true, tag: .string).resolved == .string("5"))
        #expect(YAMLScalar("5", isPlain: false, tag: .integer).resolved == .integer(5))
        #expect(YAMLScalar("5", isPlain: false, tag: .float).resolved == .float(5))
        #expect(YAMLScalar("x", isPlain: false, tag: .boolean).resolved == .string("x"))
    }
}
