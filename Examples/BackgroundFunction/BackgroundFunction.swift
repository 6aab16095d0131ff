import SmugLambda

/// Answers at once, and does the slow part after that.
@main struct BackgroundFunction {
    static func main() {
        LambdaFunction { event, context in
            context.afterAnswer {
                try await LambdaRuntime.sleep(for: .milliseconds(100))
                context.log.info("stored", ["bytes": .integer(event.count)])
            }
            return Array("\"accepted\"".utf8)
        }.run()
    }
}
