import SmugHTTP
import Testing

@testable import SmugGateway

@Suite struct MethodSlotTests {
    @Test func `each method has its slot, in the order of the alphabet`() {
        #expect(MethodSlot.methods.map { MethodSlot.index(of: $0) } == Array(0..<MethodSlot.any))
        #expect(MethodSlot.methods.map(\.rawValue) == MethodSlot.methods.map(\.rawValue).sorted())
        #expect(MethodSlot.methods[MethodSlot.get] == .get)
        #expect(MethodSlot.methods[MethodSlot.head] == .head)
    }

    @Test(arguments: [
        ([] as [HTTPMethod?], "OPTIONS"), ([.post], "OPTIONS, POST"),
        ([.get, .put, .get], "GET, HEAD, OPTIONS, PUT"),
        ([.put, nil], "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"),
    ])
    func `a server allows what any of its routes takes`(methods: [HTTPMethod?], allow: String) {
        let slots = methods.map { MethodSlot.index(of: $0) }
        #expect(MethodSlot.allow(ofServerWith: slots) == Array(allow.utf8))
    }

    @Test(arguments: [nil, HTTPMethod.trace, .connect, HTTPMethod("PROPFIND")])
    func `all others share one`(_ method: HTTPMethod?) {
        #expect(MethodSlot.index(of: method) == MethodSlot.any)
    }
}
