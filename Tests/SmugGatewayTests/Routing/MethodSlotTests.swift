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

    @Test(arguments: [nil, HTTPMethod.trace, .connect, HTTPMethod("PROPFIND")])
    func `all others share one`(_ method: HTTPMethod?) {
        #expect(MethodSlot.index(of: method) == MethodSlot.any)
    }
}
