import SmugCompression
import SmugProtocol
import SmugTLS

extension Manifest {
    /// Every setting in effect with its key, for the line that a gateway logs when it starts.
    ///
    /// Functions' commands and environments are left out: they may hold secrets.
    package var resolved: [(key: String, value: String)] {
        var lines: [(key: String, value: String)] = [
            (GatewayKeys.listenAddr.name, listenAddress.description)
        ]
        if let adminAddress {
            lines.append((GatewayKeys.adminAddr.name, adminAddress.description))
        }
        if let tls {
            let section = GatewayKeys.tls.name
            lines.append(("\(section).\(TlsKeys.certificateFile.name)", tls.certificate.text))
            lines.append(("\(section).\(TlsKeys.keyFile.name)", tls.key.text))
            lines.append(("\(section).\(TlsKeys.minVersion.name)", tls.minVersion.rawValue))
            lines.append(
                ("\(section).\(TlsKeys.handshakeTimeoutMs.name)", "\(tls.handshakeMilliseconds)"))
        }
        if let awsRegion { lines.append((GatewayKeys.awsRegion.name, awsRegion)) }
        lines += resolvedNumbers.map { ($0.0.name, String($0.1)) }
        let headers = GatewayKeys.forwardHeaders.name
        if !forwardHeaders.allowedNames.isEmpty {
            lines.append(("\(headers).Allow", forwardHeaders.allowedNames.joined(separator: ",")))
        }
        if !forwardHeaders.deniedNames.isEmpty {
            lines.append(("\(headers).Deny", forwardHeaders.deniedNames.joined(separator: ",")))
        }
        if edge.proxies.hops > 0 {
            lines.append((EdgeKeys.trustedProxyHops.name, String(edge.proxies.hops)))
            lines.append((EdgeKeys.trustedProxyHeader.name, edge.proxies.header.rawValue))
            if edge.proxies.writesHost { lines.append((EdgeKeys.trustedForwardedHost.name, "on")) }
        }
        if edge.expectsProxyHeader { lines.append((EdgeKeys.proxyProtocol.name, "on")) }
        if edge.cors != nil { lines.append((EdgeKeys.cors.name, "on")) }
        if let compression = edge.compression {
            let codings = compression.codings.map(\.rawValue).joined(separator: ",")
            lines.append((EdgeKeys.compression.name, codings))
        }
        lines.append(("Routes", String(routes.count)))
        if !localFunctions.isEmpty {
            lines.append(("Local", localFunctions.map(\.name).joined(separator: ",")))
        }
        return lines
    }

    private var resolvedNumbers: [(ManifestKey<Int>, Int)] {
        [
            (GatewayKeys.maxInflightInvocations, limits.maxInflightInvocations),
            (GatewayKeys.maxPendingInvocations, limits.maxPendingInvocations),
            (GatewayKeys.maxInflightRequests, limits.maxInflightRequests),
            (GatewayKeys.maxQueueDepthPerKey, limits.maxQueueDepthPerKey),
            (GatewayKeys.maxBatchKeys, limits.maxBatchKeys),
            (GatewayKeys.retryBudgetPercent, limits.retryBudgetPercent),
            (GatewayKeys.idleTtlMs, timeouts.idleKeyMilliseconds),
            (GatewayKeys.defaultTimeoutMs, timeouts.requestMilliseconds),
            (GatewayKeys.maxBodyBytes, limits.maxBodyBytes),
            (GatewayKeys.maxInvokePayloadBytes, limits.maxInvokePayloadBytes),
            (GatewayKeys.drainTimeoutMs, timeouts.drainMilliseconds),
            (GatewayKeys.readTimeoutMs, timeouts.readMilliseconds),
            (GatewayKeys.idleTimeoutMs, timeouts.keepAliveMilliseconds),
            (GatewayKeys.writeTimeoutMs, timeouts.writeMilliseconds),
            (GatewayKeys.streamIdleTimeoutMs, streaming.idleMilliseconds),
            (GatewayKeys.streamTimeoutMs, streaming.timeoutMilliseconds),
            (GatewayKeys.maxStreamBufferBytes, streaming.maxBufferBytes),
            (GatewayKeys.maxStreamBufferTotalBytes, limits.maxStreamBufferTotalBytes),
            (GatewayKeys.maxStreamRecordBytes, streaming.maxRecordBytes),
            (GatewayKeys.reloadIntervalMs, timeouts.reloadMilliseconds),
        ]
    }
}
