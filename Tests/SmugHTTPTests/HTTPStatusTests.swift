import SmugHTTP
import Testing

@Suite struct HTTPStatusTests {
    @Test func `a status has three digits`() {
        #expect(HTTPStatus(code: 99) == nil)
        #expect(HTTPStatus(code: 1_000) == nil)
        #expect(HTTPStatus(code: -1) == nil)
        #expect(HTTPStatus(code: 100) == .continue)
        #expect(HTTPStatus(code: 999)?.code == 999)
        #expect(HTTPStatus(code: 404) == .notFound)
    }

    @Test func `reasons are those that are registered`() {
        let statuses = (100...999).compactMap { HTTPStatus(code: $0) }
        let unregistered: Set = [
            "Informational", "Success", "Redirection", "Client Error", "Server Error", "Unknown",
        ]
        #expect(statuses.filter { !unregistered.contains("\($0.reason)") }.count == 62)
        #expect("\(HTTPStatus.ok)" == "200 OK")
        #expect(HTTPStatus(code: 599)?.description == "599 Server Error")
        #expect(HTTPStatus(code: 600)?.description == "600 Unknown")
        #expect(HTTPStatus(code: 418)?.description == "418 Client Error")
    }

    @Test func `some statuses have no body, and one more no content`() {
        let statuses = (100...999).compactMap { HTTPStatus(code: $0) }
        #expect(statuses.filter(\.forbidsBody).map(\.code) == Array(100...199) + [204, 304])
        #expect(
            statuses.filter(\.forbidsContent).map(\.code) == Array(100...199) + [204, 205, 304])
    }
}
