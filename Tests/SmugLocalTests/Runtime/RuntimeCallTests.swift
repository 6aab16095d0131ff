import SmugHTTP
import Testing

@testable import SmugLocal

@Suite struct RuntimeCallTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let method: HTTPMethod
        let path: String
        let call: RuntimeCall
        var testDescription: String { "\(method) \(path)" }

        init(_ method: HTTPMethod, _ path: String, _ call: RuntimeCall) {
            self.method = method
            self.path = path
            self.call = call
        }
    }

    @Test(arguments: [
        Case(.get, "/2018-06-01/runtime/invocation/next", .next),
        Case(.post, "/2018-06-01/runtime/invocation/next", .wrongMethod(allowed: .get)),
        Case(.post, "/2018-06-01/runtime/invocation/a-b/response", .response(id: 31..<34)),
        Case(.post, "/2018-06-01/runtime/invocation/a-b/error", .error(id: 31..<34)),
        Case(.get, "/2018-06-01/runtime/invocation/a-b/error", .wrongMethod(allowed: .post)),
        Case(.post, "/2018-06-01/runtime/invocation//response", .response(id: 31..<31)),
        Case(.post, "/2018-06-01/runtime/invocation/a/b/response", .unknown),
        Case(.post, "/2018-06-01/runtime/invocation/a/answer", .unknown),
        Case(.post, "/2018-06-01/runtime/invocation/a", .unknown),
        Case(.post, "/2018-06-01/runtime/init/error", .initError),
        Case(.get, "/2018-06-01/runtime/init/error", .wrongMethod(allowed: .post)),
        Case(.get, "/2018-06-01/runtime/", .unknown),
        Case(.get, "/2018-06-01/runtime/restore/next", .unknown),
        Case(.get, "/2020-01-01/extension/event/next", .unknown),
        Case(.get, "/", .unknown),
    ])
    func `a call is known by its path and method`(case: Case) {
        let bytes = Array(`case`.path.utf8)
        #expect(RuntimeCall(`case`.method, bytes, path: 0..<bytes.count) == `case`.call)
    }

    @Test func `every truncation of a path is read`() {
        let bytes = Array("/2018-06-01/runtime/invocation/a-b/response".utf8)
        for end in 0..<bytes.count {
            let call = RuntimeCall(.post, Array(bytes[..<end]), path: 0..<end)
            #expect(call == .unknown)
        }
    }
}
