@testable import SmugAWS
@testable import SmugGateway
@testable import SmugLocal

/// Documents and files.
enum DocumentFuzz {
    /// What S3 and STS answer.
    static func xml(_ input: [UInt8]) {
        do throws(XMLError) {
            _ = try XMLElement(parsing: input)
        } catch {
            precondition((0...input.count).contains(error.offset), "an error outside of its text")
        }
    }

    static func sharedFiles(_ input: [UInt8]) {
        let lines = input.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") || $1 == 0x0D ? 1 : 0) }
        do throws(INIError) {
            let document = try INIDocument(parsing: input)
            let names = document.sections.map(\.name)
            precondition(Set(names).count == names.count, "a section stands twice")
        } catch {
            precondition((1...lines).contains(error.line), "an error outside of its file")
        }
    }

    static func manifest(_ input: [UInt8]) {
        _ = try? Manifest(parsing: input, file: "fuzz.yaml")
    }

    static func credentials(_ input: [UInt8]) {
        let issued = try? IssuedCredentials(parsing: input, from: "the fuzzer")
        _ = try? issued?.credentials(tokenName: "Token")
    }

    /// Arrivals are in order, whatever the file is.
    static func arrivals(_ input: [UInt8]) {
        if let log = try? AccessLogArrivals(input, route: "GET /a") { check(log.arrivals) }
        if let arrivals = try? ArrivalFile.read(input) {
            precondition(!arrivals.isEmpty, "a file without an arrival is none")
            check(arrivals)
        }
    }

    private static func check(_ arrivals: [Arrival]) {
        for (one, next) in zip(arrivals, arrivals.dropFirst()) {
            precondition(one.nanoseconds <= next.nanoseconds, "arrivals are not in order")
        }
    }

    /// What a function's process writes, and the file of its environment.
    static func lines(_ input: [UInt8]) {
        Cuts.agree(on: input, "lines") { pieces -> [String] in
            var splitter = LineSplitter()
            var lines: [String] = []
            for piece in pieces { splitter.append(piece.span) { lines.append($0) } }
            splitter.finish { lines.append($0) }
            return lines
        }
        _ = try? EnvironmentFile.parse(input)
    }
}
