import SmugCompression
import SmugHTTP
package import SmugJSON
import SmugLoop
import SmugProtocol

extension RouteDefinition {
    /// Every setting of the route with what it inherits, for a program that reads it.
    package var json: JSONObject {
        var object: JSONObject = [
            "route": .string(description),
            "method": method.map { .string($0.rawValue) } ?? "ANY",
            "path": .string(template.text),
            "operationId": operationID.map { .string($0) } ?? .null,
            "line": .integer(Int64(position.line)),
            "column": .integer(Int64(position.column)),
            "function": .string(function),
            "batch": .bool(events.isBatched),
            "eventShape": .string(events.shape.description),
            "multiValueHeaders": .bool(events.shape == .loadBalancer(multiValue: true)),
            "stage": .string(events.stage),
            "stageVariables": .object(events.variables),
            "invokeMode": .string(batching.invokeMode.rawValue),
            "maxWaitMs": .integer(Int64(batching.maxWaitMilliseconds)),
            "maxBatchSize": .integer(Int64(batching.maxBatchSize)),
            "maxBatchBytes": .integer(Int64(batching.maxBatchBytes)),
            "timeoutMs": .integer(Int64(limits.timeoutMilliseconds)),
            "maxBodyBytes": .integer(Int64(limits.maxBodyBytes)),
            "maxQueueDepth": .integer(Int64(limits.maxQueueDepth)),
            "maxInflightInvocations": limits.maxInflightInvocations.map { .integer(Int64($0)) }
                ?? .null,
            "streamIdleTimeoutMs": .integer(Int64(streaming.idleMilliseconds)),
            "streamTimeoutMs": .integer(Int64(streaming.timeoutMilliseconds)),
            "key": .array(batching.key.map { .string($0.description) }),
            "tenant": batching.tenant.map { .string($0.description) } ?? .null,
            "idleFastPath": .bool(batching.idleFastPath),
            "preferredBatchSizes": .array(
                batching.preferredBatchSizes.map { .integer(Int64($0)) }),
            "retries": retries?.json ?? .null,
            "cors": edge.cors?.json ?? .null,
            "compression": edge.compression?.json ?? .null,
        ]
        switch batching.window {
        case .fixed: break
        case .dynamic(let settings):
            object["dynamicWait"] = [
                "minWaitMs": .integer(Int64(settings.minWaitMilliseconds)),
                "targetRps": .double(settings.targetRequestsPerSecond),
                "steepness": .double(settings.steepness),
                "samplingIntervalMs": .integer(Int64(settings.samplingIntervalMilliseconds)),
                "smoothingSamples": .integer(Int64(settings.smoothingSamples)),
                "normalize": .bool(settings.isNormalized),
            ]
        case .balance(let worth, let predicts):
            object["balance"] = [
                "invocationWorthMs": .integer(Int64(worth)), "predict": .bool(predicts),
            ]
        case .latencyGoal(let goal): object["latencyGoalMs"] = .integer(Int64(goal))
        }
        return object
    }
}

extension EventFormat {
    fileprivate var variables: JSONObject {
        stageVariables.reduce(into: JSONObject()) { $0[$1.name] = .string($1.value) }
    }
}

extension RetryPolicy {
    /// As the manifest has it; `null` stands for the methods that HTTP calls idempotent.
    fileprivate var json: JSONValue {
        [
            "max": .integer(Int64(maxRetries)),
            "methods": methods.map { .array($0.map { .string($0.rawValue) }) } ?? .null,
            "retryUnsafe": .bool(retriesUnsafe),
            "baseDelayMs": .integer(baseDelay.wholeNanoseconds / 1_000_000),
            "maxDelayMs": .integer(maxDelay.wholeNanoseconds / 1_000_000),
        ]
    }
}

extension CORSPolicy {
    /// As the manifest has it, with what it leaves to the path.
    fileprivate var json: JSONValue {
        let listed: [String] =
            switch origins {
            case .every: ["*"]
            case .listed(let patterns): patterns.map(\.description)
            }
        return [
            "allowOrigins": .array(listed.map { .string($0) }),
            "allowMethods": .array(methods.map { .string($0) }),
            "allowHeaders": .array(headers.map { .string($0) }),
            "exposeHeaders": .array(exposed.map { .string($0) }),
            "allowCredentials": .bool(allowsCredentials),
            "maxAge": maxAgeSeconds.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}

extension CompressionPolicy {
    fileprivate var json: JSONValue {
        [
            "encodings": .array(codings.map { .string($0.description) }),
            "minBytes": .integer(Int64(minBytes)),
            "types": .array(types.map { .string($0.description) }),
        ]
    }
}

extension BatchSettings {
    /// For a person: how many share an invocation, and what they wait for.
    package var summary: String {
        guard maxBatchSize > 1 else { return "one at a time" }
        let many = "up to \(maxBatchSize)"
        let atMost = "at most \(maxWaitMilliseconds) ms"
        return switch window {
        case .fixed: "\(many) in \(maxWaitMilliseconds) ms"
        case .dynamic(let settings):
            "\(many) in \(settings.minWaitMilliseconds) to \(maxWaitMilliseconds) ms"
        case .balance(let worth, _):
            "\(many), an invocation worth \(worth) ms"
                + (maxWaitMilliseconds < worth ? ", \(atMost)" : "")
        case .latencyGoal(let goal):
            "\(many), adding \(goal) ms" + (maxWaitMilliseconds < goal ? ", \(atMost)" : "")
        }
    }
}
