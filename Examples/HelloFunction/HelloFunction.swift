import SmugLambda

struct Event: Decodable { let name: String }
struct Answer: Encodable { let greeting: String }

/// Greets whoever the event names.
@main struct HelloFunction {
    static func main() {
        LambdaFunction { (event: Event, _) in Answer(greeting: "Hello, \(event.name)!") }.run()
    }
}
