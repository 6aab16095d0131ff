import SmugAWS
import SmugHTTP
import SmugJSON
import SmugLoop
import SmugProtocol

/// A route as the hot path needs it: all that can be prepared is.
final class Route: Sendable {
    let identity: RouteIdentity
    let events: ProxyEventWriter
    let envelope: BatchEnvelope
    let timeout: Duration
    let timeoutNanoseconds: Int64
    let streamTimeout: Duration
    let streamIdleTimeout: Duration
    let maxBodyBytes: Int
    /// The largest event that an invocation carries alone.
    let maxEventBytes: Int
    private let maxPayloadBytes: Int
    private let forwarding: ForwardHeaders
    /// The template as a string of JSON.
    let logName: [UInt8]
    let metrics: RouteMetrics
    let retries: RetryPolicy?
    private let key: [KeyPart]
    /// The key of requests that have none of its parts, as most of them do where it names a header
    /// for some.
    private let plainKey: BatchKey
    private let tenant: KeyPart?

    private enum KeyPart: Sendable {
        case header([UInt8])
        case query([UInt8])

        init(_ dimension: KeyDimension) {
            self =
                switch dimension {
                case .header(let name): .header(Array(name.utf8))
                case .query(let name): .query(Array(name.utf8))
                }
        }
    }

    init(
        _ identity: RouteIdentity, forwarding: ForwardHeaders, payloadLimit: Int,
        metrics: RouteMetrics
    ) {
        let definition = identity.definition
        self.identity = identity
        self.metrics = metrics
        retries = definition.retries
        self.forwarding = forwarding
        var name = JSONWriter()
        name.string(definition.template.text)
        logName = name.bytes
        events = ProxyEventWriter(
            routeKey: definition.description, parameters: definition.template.parameterNames,
            function: definition.function, format: definition.events, forwardHeaders: forwarding,
            keyHeaders: definition.batching.key.compactMap(\.headerName))
        envelope = BatchEnvelope(route: definition.template.text)
        timeout = .milliseconds(definition.limits.timeoutMilliseconds)
        timeoutNanoseconds = timeout.wholeNanoseconds
        streamTimeout = .milliseconds(definition.streaming.timeoutMilliseconds)
        streamIdleTimeout = .milliseconds(definition.streaming.idleMilliseconds)
        maxBodyBytes = definition.limits.maxBodyBytes
        maxPayloadBytes = min(payloadLimit, definition.batching.maxBatchBytes)
        maxEventBytes =
            maxPayloadBytes - (definition.events.isBatched ? envelope.maxOverhead : 0)
        key = definition.batching.key.map { KeyPart($0) }
        plainKey = BatchKey(route: identity.index, missing: key.count)
        tenant = definition.batching.tenant.map { KeyPart($0) }
    }

    var definition: RouteDefinition { identity.definition }
    var index: Int { identity.index }
    var function: FunctionIdentifier { identity.function }
    var functionNumber: Int { identity.functionNumber }

    /// What the function is sent for these requests, of which there is one where they are not
    /// batched; `receivedAtMs` is when the first of them arrived.
    func payload(of batch: Batch<PendingRequest>, receivedAtMs: Int64) -> [UInt8] {
        guard definition.events.isBatched else { return batch.items[0].event }
        return envelope.envelope(
            itemBytes: batch.bytes, items: batch.items.count, receivedAtMs: receivedAtMs
        ) { index in batch.items[index].event }
    }

    /// Whether this does what a route with these settings would.
    func serves(
        _ definition: RouteDefinition, forwarding: ForwardHeaders, payloadLimit: Int
    ) -> Bool {
        self.definition.servesLike(definition) && self.forwarding == forwarding
            && maxPayloadBytes == min(payloadLimit, definition.batching.maxBatchBytes)
    }

    /// How the route's requests are batched.
    var policy: BatchPolicy { BatchPolicy(definition, maxBytes: maxEventBytes) }

    /// The batch key of a request, from what the client sent and not from what is forwarded.
    func batchKey(of request: HTTPRequestHead) -> BatchKey {
        // Made with the first part that the request has.
        var batchKey: BatchKey?
        if definition.method != request.method {
            batchKey = BatchKey(route: index)
            batchKey?.append(Array(request.method.rawValue.utf8)[...])
        }
        for (number, part) in key.enumerated() {
            let value = Self.value(of: part, in: request)
            guard value != nil || batchKey != nil else { continue }
            if batchKey == nil { batchKey = BatchKey(route: index, missing: number) }
            batchKey?.append(value)
        }
        return batchKey ?? plainKey
    }

    /// The tenant of a request, as it was sent; `nil` on a route without tenants.
    ///
    /// - Throws: where there is none, or one that Lambda would refuse: none is made up, for another
    ///   tenant's data would be worse than an error.
    func tenantID(of request: HTTPRequestHead) throws(GatewayFault) -> String? {
        guard let tenant else { return nil }
        guard let value = Self.value(of: tenant, in: request), !value.isEmpty else {
            throw .missingTenant
        }
        guard LambdaInvocation.isTenantID(value) else { throw .badTenant }
        return String(decoding: value, as: UTF8.self)
    }

    private static func value(
        of part: KeyPart, in request: HTTPRequestHead
    ) -> ArraySlice<UInt8>? {
        switch part {
        case .header(let name): header(name, of: request.fields)
        case .query(let name): parameter(name, of: request)
        }
    }

    /// A header's values, all of them: whoever repeats a header is not who does not.
    private static func header(_ name: [UInt8], of fields: HTTPFields) -> ArraySlice<UInt8>? {
        let bytes = fields.bytes
        var values: ArraySlice<UInt8>?
        for entry in fields.entries
        where fields.has(name, entry) {
            join(bytes[entry.value], to: &values)
        }
        return values
    }

    private static func parameter(
        _ name: [UInt8], of request: HTTPRequestHead
    ) -> ArraySlice<UInt8>? {
        guard let query = request.query else { return nil }
        var values: ArraySlice<UInt8>?
        for pair in QueryString(request.fields.bytes[query]) where pair.key == name {
            join(pair.value[...], to: &values)
        }
        return values
    }

    private static func join(_ value: ArraySlice<UInt8>, to values: inout ArraySlice<UInt8>?) {
        guard values != nil else { return values = value }
        // In place: a query of thousands of repetitions would else be copied for each of them.
        values?.append(UInt8(ascii: ","))
        values?.append(contentsOf: value)
    }
}
