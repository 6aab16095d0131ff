import SmugJSON
import Testing

@Suite struct JSONObjectTests {
    @Test(arguments: [3, 12, 13, 40])
    func `members keep their order and are found, however many there are`(count: Int) {
        var object = JSONObject()
        for number in 0..<count { object["key \(number)"] = .integer(Int64(number)) }
        #expect(object.count == count)
        #expect(object.keys == (0..<count).map { "key \($0)" })
        for number in 0..<count { #expect(object["key \(number)"] == .integer(Int64(number))) }
        #expect(object["other"] == nil)
    }

    @Test(arguments: [3, 13, 14, 40])
    func `a member can be replaced where it is, and removed`(count: Int) {
        var object = JSONObject()
        for number in 0..<count { object["\(number)"] = .integer(Int64(number)) }
        object["1"] = "new"
        object["0"] = nil
        object["none"] = nil
        #expect(object.keys == (1..<count).map(String.init))
        #expect(object["0"] == nil)
        #expect(object["1"] == "new")
        #expect(object["\(count - 1)"] == .integer(Int64(count - 1)))
    }

    @Test func `order does not matter for equality`() {
        let first: JSONObject = ["a": 1, "b": [true]]
        let second: JSONObject = ["b": [true], "a": 1]
        #expect(first == second)
        #expect(first.hashValue == second.hashValue)
        #expect(first != ["a": 1, "b": [false]])
        #expect(first != ["a": 1])
    }

    @Test(arguments: [0, 20])
    func `keys are compared by their bytes`(others: Int) throws {
        var object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
        for number in 0..<others { object["\(number)"] = nil }
        for number in 0..<others { object["\(number)"] = 0 }
        #expect(object.count == 2 + others)
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
    }
}
