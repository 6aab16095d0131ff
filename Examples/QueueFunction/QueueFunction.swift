import SmugEvents
import SmugLambda

/// Places orders that come through a queue, and sends back to the queue those that it cannot place.
@main struct QueueFunction {
    struct Order: Codable, Sendable {
        let order: Int
    }

    static func main() {
        LambdaFunction { (event: SQSEvent, context) in
            await event.handleEach { message in
                let order = try message.decodeBody(as: Order.self)
                context.log.info("order \(order.order) is placed")
            } onFailure: { message, error in
                context.log.error("message \(message.messageId) failed: \(error)")
            }
        }.run()
    }
}
