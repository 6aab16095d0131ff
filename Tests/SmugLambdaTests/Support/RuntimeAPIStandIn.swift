import SmugHTTP
import SmugLoop
import SmugNet

@testable import SmugLambda

/// A Runtime API over real HTTP that plays a script, and writes down what it is told.
///
/// Everything is on one loop, the runtime's too.
final class RuntimeAPIStandIn: SmugNet.HTTPHandler, @unchecked Sendable {
    /// How a poll is answered.
    enum Poll: Sendable {
        case event(String, id: String = "id", fields: [(String, String)] = [])
        case bigEvent(Int, id: String)
        /// Byte for byte, each in a chunk.
        case slowEvent(String, id: String)
        case withoutID
        case refusal(Int, String)
        /// Closes the connection instead of an answer.
        case hangUp
        /// Closes it in the middle of one.
        case breakOff
    }

    /// How a handed in answer is answered.
    enum Reply: Sendable {
        case accept
        case refusal(Int, String)
        case hangUp
    }

    /// What was handed in.
    struct Post: Hashable, Sendable {
        var path: String
        var body: String
        var contentType = "application/json"
        var errorType: String?
        var invocationID: String?
        var extensionID: String?
    }

    private var polls: [Poll]
    private var replies: [Reply]
    private(set) var posts: [Post] = []
    private(set) var calls: [String] = []
    /// What an extension that asks for an event gets, in order; then it waits.
    var extensionEvents: [String] = []
    /// Called with the body of a subscription, once it was accepted; extensions wait meanwhile.
    var whenSubscribed: ((String) async -> Void)?
    /// What a call gets instead of its answer, by its path.
    var refusals: [String: Int] = [:]
    private(set) var pollCount = 0
    private(set) var peers: Set<SocketAddress> = []
    private var isPlayed = false
    /// How many answers there must be before the end.
    var expectedPosts = 0
    /// Called when the script is at its end and has its answers.
    var whenIdle: () -> Void = {}

    private func endWhenAnswered() {
        if isPlayed, posts.count >= expectedPosts { whenIdle() }
    }

    init(_ polls: [Poll], replies: [Reply] = []) {
        self.polls = polls
        self.replies = replies
    }

    /// Waits for the end of the script.
    func idle() async {
        await withCheckedContinuation { continuation in whenIdle = { continuation.resume() } }
    }

    func response(to fault: HTTPServerFault, requestID: String?) -> HTTPResponse {
        HTTPResponse(.badRequest, body: Array("\(fault)".utf8))
    }

    func handle(_ exchange: HTTPExchange) async {
        peers.insert(exchange.peer)
        let request = exchange.request
        let path = request.fields.string(request.path)
        calls.append("\(request.method.rawValue) \(path)")
        if let status = refusals[path] {
            return await exchange.respond(Self.refusal(status, "refused"))
        }
        if path == "/2020-01-01/extension/event/next" { return await tellExtension(exchange) }
        guard path.hasSuffix("/2018-06-01/runtime/invocation/next") else {
            return await take(path, exchange)
        }
        pollCount += 1
        guard !polls.isEmpty else {
            isPlayed = true
            endWhenAnswered()
            // Until the runtime leaves, which cancels this task.
            try? await exchange.loop.sleep(for: .seconds(60))
            return
        }
        await answer(polls.removeFirst(), exchange)
    }

    private func tellExtension(_ exchange: HTTPExchange) async {
        if let subscription = posts.last(where: {
            $0.path.hasPrefix("/2020-08") || $0.path.hasPrefix("/2022")
        }) {
            await whenSubscribed?(subscription.body)
            whenSubscribed = nil
        }
        guard !extensionEvents.isEmpty else {
            try? await exchange.loop.sleep(for: .seconds(60))
            return
        }
        let event = extensionEvents.removeFirst()
        await exchange.respond(HTTPResponse(.ok, body: Array(event.utf8)))
    }

    private func answer(_ poll: Poll, _ exchange: HTTPExchange) async {
        switch poll {
        case .event(let body, let id, let fields):
            let all = HTTPFields([("lambda-runtime-aws-request-id", id)] + fields)
            await exchange.respond(HTTPResponse(.ok, fields: all, body: Array(body.utf8)))
        case .bigEvent(let count, let id):
            let body = [UInt8](repeating: UInt8(ascii: " "), count: count)
            await exchange.respond(HTTPResponse(.ok, fields: fields(id), body: body))
        case .slowEvent(let body, let id):
            let stream = await exchange.beginResponse(.ok, fields: fields(id))
            for byte in body.utf8 {
                try? await stream.write([byte])
                try? await exchange.loop.sleep(for: .microseconds(50))
            }
            try? await stream.finish()
        case .withoutID:
            await exchange.respond(HTTPResponse(.ok))
        case .refusal(let status, let body):
            await exchange.respond(Self.refusal(status, body))
        case .hangUp:
            exchange.abort()
        case .breakOff:
            let stream = await exchange.beginResponse(.ok, fields: fields("broken"))
            try? await stream.write(Array("{\"half".utf8))
            stream.abort()
        }
    }

    private func take(_ path: String, _ exchange: HTTPExchange) async {
        let fields = exchange.request.fields
        let body: [UInt8]
        do {
            body = try await exchange.collectBody(upTo: 64 * 1024 * 1024)
        } catch {
            body = Array("\(error): \(exchange.body.count) of \(exchange.request.framing)".utf8)
        }
        guard exchange.request.method != .get else { return await accept(path, exchange) }
        posts.append(
            Post(
                path: path, body: String(decoding: body, as: UTF8.self),
                contentType: fields["content-type"] ?? "",
                errorType: fields["lambda-runtime-function-error-type"],
                invocationID: fields["lambda-runtime-invocation-id"],
                extensionID: fields["lambda-extension-identifier"]))
        defer { endWhenAnswered() }
        switch replies.isEmpty ? .accept : replies.removeFirst() {
        case .accept: await accept(path, exchange)
        case .refusal(let status, let body): await exchange.respond(Self.refusal(status, body))
        case .hangUp: exchange.abort()
        }
    }

    private func accept(_ path: String, _ exchange: HTTPExchange) async {
        let registered = #"{"functionName":"hello","functionVersion":"7","handler":"h"}"#
        let isRegistration = path.hasSuffix("/register")
        await exchange.respond(
            HTTPResponse(
                isRegistration ? .ok : .accepted,
                fields: HTTPFields([("lambda-extension-identifier", "ext-1")]),
                body: Array((isRegistration ? registered : #"{"status":"OK"}"#).utf8)))
    }

    private func fields(_ id: String) -> HTTPFields {
        HTTPFields([("lambda-runtime-aws-request-id", id)])
    }

    private static func refusal(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(HTTPStatus(code: status) ?? .badRequest, body: Array(body.utf8))
    }
}
