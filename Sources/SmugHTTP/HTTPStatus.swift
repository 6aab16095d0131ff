/// A status code of three digits, 100 to 999 (RFC 9110, section 15).
package struct HTTPStatus: Hashable, Sendable, CustomStringConvertible {
    private let value: UInt16

    /// The code, 100 to 999.
    package var code: Int { Int(value) }

    /// Takes 100 to 999, else `nil`.
    package init?(code: Int) {
        guard (100...999).contains(code) else { return nil }
        value = UInt16(code)
    }

    private init(_ value: UInt16) { self.value = value }

    /// The code and its reason phrase.
    package var description: String { "\(value) \(reason)" }

    /// Whether an answer with this status ends after its head: 1xx, 204 and 304.
    package var forbidsBody: Bool { value < 200 || value == 204 || value == 304 }

    /// Whether an answer with this status has no content: one that ends after its head, and 205,
    /// which is framed as others are (RFC 9110, section 15.3.6).
    package var forbidsContent: Bool { forbidsBody || value == 205 }
}

extension HTTPStatus {
    /// 100.
    package static let `continue` = HTTPStatus(100)
    /// 101.
    package static let switchingProtocols = HTTPStatus(101)
    /// 200.
    package static let ok = HTTPStatus(200)
    /// 201.
    package static let created = HTTPStatus(201)
    /// 202.
    package static let accepted = HTTPStatus(202)
    /// 204.
    package static let noContent = HTTPStatus(204)
    /// 205.
    package static let resetContent = HTTPStatus(205)
    /// 301.
    package static let movedPermanently = HTTPStatus(301)
    /// 302.
    package static let found = HTTPStatus(302)
    /// 304.
    package static let notModified = HTTPStatus(304)
    /// 307.
    package static let temporaryRedirect = HTTPStatus(307)
    /// 308.
    package static let permanentRedirect = HTTPStatus(308)
    /// 400.
    package static let badRequest = HTTPStatus(400)
    /// 401.
    package static let unauthorized = HTTPStatus(401)
    /// 403.
    package static let forbidden = HTTPStatus(403)
    /// 404.
    package static let notFound = HTTPStatus(404)
    /// 405.
    package static let methodNotAllowed = HTTPStatus(405)
    /// 408.
    package static let requestTimeout = HTTPStatus(408)
    /// 409.
    package static let conflict = HTTPStatus(409)
    /// 411.
    package static let lengthRequired = HTTPStatus(411)
    /// 412.
    package static let preconditionFailed = HTTPStatus(412)
    /// 413.
    package static let contentTooLarge = HTTPStatus(413)
    /// 414.
    package static let uriTooLong = HTTPStatus(414)
    /// 415.
    package static let unsupportedMediaType = HTTPStatus(415)
    /// 417.
    package static let expectationFailed = HTTPStatus(417)
    /// 422.
    package static let unprocessableContent = HTTPStatus(422)
    /// 429.
    package static let tooManyRequests = HTTPStatus(429)
    /// 431.
    package static let requestHeaderFieldsTooLarge = HTTPStatus(431)
    /// 500.
    package static let internalServerError = HTTPStatus(500)
    /// 501.
    package static let notImplemented = HTTPStatus(501)
    /// 502.
    package static let badGateway = HTTPStatus(502)
    /// 503.
    package static let serviceUnavailable = HTTPStatus(503)
    /// 504.
    package static let gatewayTimeout = HTTPStatus(504)
    /// 505.
    package static let httpVersionNotSupported = HTTPStatus(505)
}
