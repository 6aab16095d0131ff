import SmugJSON
import SmugLambda

/// A small API that runs behind every service of AWS that speaks HTTP with functions.
@main struct HTTPFunction {
    struct Order: Codable {
        var item: String
        var count: Int
    }

    static func main() {
        httpAdapter { request, _ in
            switch (request.method, request.path) {
            case ("GET", "/orders"):
                return try .json(encoding: [Order(item: "pear", count: 2)])
            case ("POST", "/orders"):
                do {
                    let order: Order = try request.decodeBody()
                    return try .json(encoding: order, status: 201)
                } catch let error as DecodingError {
                    return .text("\(error.jsonMessage)\n", status: 400)
                }
            case ("GET", "/whoami"):
                let name = request.query["name"] ?? "nobody"
                return .text("\(name), by \(request.kind)\n")
            default: return .status(404)
            }
        }.run()
    }
}
