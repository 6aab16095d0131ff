@testable import SmugHTTP

/// HTTP/1.1, both sides of it.
enum HTTPFuzz {
    /// Small enough that an input reaches each of them.
    private static var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.maxRequestLineBytes = 200
        limits.maxFieldLineBytes = 200
        limits.maxHeadBytes = 1000
        limits.maxFields = 16
        limits.maxTrailerBytes = 300
        limits.maxBodyBytes = 2000
        return limits
    }

    static func requests(_ input: [UInt8]) {
        let limits = limits
        Cuts.agree(on: input, "requests") { pieces -> [String] in
            var parser = HTTPRequestParser(limits: limits, keepsTrailers: true)
            var (seen, body): ([String], [UInt8]) = ([], [])
            for piece in pieces {
                var offset = 0
                do throws(HTTPParseError) {
                    reading: while true {
                        switch try parser.next(piece.span, &offset) {
                        case .needMore: break reading
                        case .head(let head): seen.append(check(head))
                        case .body(let range): body += piece[range]
                        case .end:
                            precondition(body.count <= limits.maxBodyBytes, "a body over its limit")
                            seen.append("end after \(body) \(parser.trailers?.pairs ?? [])")
                            body = []
                        }
                    }
                    precondition(offset == piece.count, "bytes are neither taken nor refused")
                } catch {
                    return seen + ["\(error.code)"]
                }
            }
            return seen + ["\(parser.isBetweenMessages) \(body.count)"]
        }
    }

    private static func check(_ head: HTTPRequestHead) -> String {
        let bytes = head.fields.bytes
        precondition(head.fields.count <= limits.maxFields, "more fields than may be")
        precondition(bytes.count <= limits.maxHeadBytes, "a head over its limit")
        precondition(head.target.contains(head.path.lowerBound), "a path outside of its target")
        if case .chunked = head.framing {
            precondition(head.fields.first("content-length") == nil, "two lengths")
        }
        return "\(head.method) \(head.fields.pairs) \(head.framing) \(bytes[head.path])"
            + " \(head.query.map { bytes[$0] } ?? []) \(head.keepAlive) \(head.expectsContinue)"
    }

    static func responses(_ input: [UInt8]) {
        let method: HTTPMethod = input.first == UInt8(ascii: "h") ? .head : .get
        Cuts.agree(on: Array(input.dropFirst()), "a response") { pieces -> [String] in
            var parser = HTTPResponseParser(requestMethod: method, limits: limits)
            var (seen, body): ([String], [UInt8]) = ([], [])
            for piece in pieces {
                var offset = 0
                do throws(HTTPParseError) {
                    reading: while true {
                        switch try parser.next(piece.span, &offset) {
                        case .needMore: break reading
                        case .head(let head):
                            seen.append("\(head.status) \(head.fields.pairs) \(head.framing)")
                        case .body(let range): body += piece[range]
                        case .end: return seen + ["end after \(body)"]
                        }
                    }
                } catch {
                    return seen + ["\(error.code)"]
                }
            }
            return seen + ["\((try? parser.finish()) as Bool?) \(body)"]
        }
    }

    /// What is written in chunks is read as the same.
    static func chunks(_ input: [UInt8]) {
        var message = Array("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n".utf8)
        for piece in Cuts.all(of: input)[2] {
            HTTPResponseSerializer.appendChunk(piece[...], to: &message)
        }
        HTTPResponseSerializer.appendLastChunk(to: &message)
        var parser = HTTPRequestParser()
        var (offset, body): (Int, [UInt8]) = (0, [])
        while let event = try? parser.next(message.span, &offset) {
            if case .body(let range) = event { body += message[range] }
            if case .end = event { break }
        }
        precondition(body == input && offset == message.count, "chunks are not read as written")
    }

    static func dates(_ input: [UInt8]) {
        let seconds = input.prefix(8).reduce(Int64(0)) { $0 &* 256 &+ Int64($1) }
        precondition(HTTPDate.format(epochSeconds: seconds).count == 29, "a date of another length")
    }

    /// Checks that a response with such fields and body is one, the same one, and nothing more.
    static func checkWritten(_ status: HTTPStatus, _ fields: HTTPFields, _ body: [UInt8]) {
        var message: [UInt8] = []
        let framing = HTTPResponseSerializer.appendHead(
            status: status, fields: fields, framing: .length(body.count), keepAlive: true, date: [],
            version: .http11, to: &message)
        if case .length = framing { message += body }
        var limits = HTTPLimits()
        limits.maxFields = .max
        limits.maxHeadBytes = 1 << 20
        limits.maxFieldLineBytes = 1 << 20
        var parser = HTTPResponseParser(requestMethod: .get, limits: limits)
        var (offset, read): (Int, [UInt8]) = (0, [])
        while true {
            guard let event = try? parser.next(message.span, &offset) else {
                preconditionFailure("a response that is written cannot be read")
            }
            switch event {
            case .needMore: preconditionFailure("a response that is written does not end")
            case .head(let head):
                precondition(head.status == status, "another status is read than was written")
            case .body(let range): read += message[range]
            case .end:
                precondition(offset == message.count, "a response is written that is two")
                precondition(read == body || status.forbidsBody, "another body is read")
                return
            }
        }
    }
}
