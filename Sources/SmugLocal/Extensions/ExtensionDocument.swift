internal import SmugHTTP
internal import SmugJSON
internal import SmugLoop

/// What the Extensions API says.
enum ExtensionDocument {
    /// Why an environment has ended.
    enum EndReason: String {
        case spindown, timeout, failure
    }

    static func invoke(_ request: Invocation.Request, deadline: Int64) -> [UInt8] {
        document {
            $0.key("eventType")
            $0.string("INVOKE")
            $0.key("deadlineMs")
            $0.integer(deadline)
            $0.key("requestId")
            $0.string(utf8: request.requestID)
            $0.key("invokedFunctionArn")
            $0.string(utf8: request.functionARN)
            $0.key("tracing")
            $0.beginObject()
            $0.key("type")
            $0.string("X-Amzn-Trace-Id")
            $0.key("value")
            $0.string(utf8: request.trace)
            $0.endObject()
        }
    }

    static func shutdown(_ reason: EndReason, deadline: Int64) -> [UInt8] {
        document {
            $0.key("eventType")
            $0.string("SHUTDOWN")
            $0.key("shutdownReason")
            $0.string(reason.rawValue)
            $0.key("deadlineMs")
            $0.integer(deadline)
        }
    }

    static func registered(_ function: LocalFunction, accountID: String?) -> [UInt8] {
        document {
            $0.key("functionName")
            $0.string(function.name)
            $0.key("functionVersion")
            $0.string("$LATEST")
            $0.key("handler")
            $0.string(function.handler)
            if let accountID {
                $0.key("accountId")
                $0.string(accountID)
            }
        }
    }

    static func refusal(_ refusal: ExtensionRoster.Refusal) -> (HTTPStatus, [UInt8]) {
        let (status, message): (HTTPStatus, String) =
            switch refusal {
            case .unnamed: (.badRequest, "Empty extension name")
            case .unknownEvent:
                (.badRequest, "Events are INVOKE and SHUTDOWN")
            case .shutdownOfInternal: (.badRequest, "An internal extension is not told of the end")
            case .registeredTwice: (.forbidden, "An extension of this name has registered")
            case .registrationClosed:
                (.forbidden, "Registration ends with the first invocation")
            case .unknownIdentifier:
                (.forbidden, "Unknown Lambda-Extension-Identifier")
            }
        return (status, RuntimeDocument.error(refusal.rawValue, message))
    }

    static let subscribed = Array("\"OK\"".utf8)

    static func refusal(_ fault: TelemetrySubscription.Fault, of api: TelemetryAPI) -> [UInt8] {
        RuntimeDocument.error(api.errorType, fault.problems.joined(separator: "; "))
    }

    static func refusal(
        _ refusal: EnvironmentTelemetry.Refusal, of api: TelemetryAPI
    ) -> (HTTPStatus, [UInt8]) {
        switch refusal {
        case .closed:
            let name = api == .logs ? "Logs" : "Telemetry"
            let message = "Subscriptions end with the first invocation"
            return (.forbidden, RuntimeDocument.error("\(name).SubscriptionClosed", message))
        case .otherAPI:
            let message = "The extension has subscribed to the other API"
            return (.badRequest, RuntimeDocument.error(api.errorType, message))
        }
    }

    /// The events that an extension registers for; `nil` where the document is none.
    static func events(_ body: [UInt8]) -> [String]? {
        guard let document = try? JSONValue(parsing: body), let events = document["events"] else {
            return nil
        }
        guard case .array(let names) = events else { return nil }
        let texts = names.compactMap(\.string)
        return texts.count == names.count ? texts : nil
    }

    private static func document(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        members(&writer)
        writer.endObject()
        return writer.bytes
    }
}
