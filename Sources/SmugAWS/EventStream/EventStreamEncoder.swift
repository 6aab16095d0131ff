internal import SmugHTTP

/// Writes the messages of an event stream.
package enum EventStreamEncoder {
    /// Appends one message, whose headers are text.
    ///
    /// - Precondition: names and values are within the format's 255 and 65,535 bytes, the payload
    ///   within ``EventStreamDecoder/maxPayloadBytes``.
    package static func append(
        _ headers: [(name: StaticString, value: StaticString)], payload: ArraySlice<UInt8>,
        to output: inout [UInt8]
    ) {
        precondition(
            payload.count <= EventStreamDecoder.maxPayloadBytes, "a message's payload is too large")
        let start = output.count
        let headerBytes = headers.reduce(0) {
            $0 + 4 + $1.name.utf8CodeUnitCount + $1.value.utf8CodeUnitCount
        }
        let total = EventStreamDecoder.frameBytes + headerBytes + payload.count
        output.reserveCapacity(start + total)
        append(UInt32(total), to: &output)
        append(UInt32(headerBytes), to: &output)
        append(CRC32.of(output.span.extracting(start...)), to: &output)
        for (name, value) in headers {
            output.append(UInt8(name.utf8CodeUnitCount))
            name.withUTF8Buffer { unsafe output.append(contentsOf: $0) }
            output.append(7)
            output.append(UInt8(truncatingIfNeeded: value.utf8CodeUnitCount >> 8))
            output.append(UInt8(truncatingIfNeeded: value.utf8CodeUnitCount))
            value.withUTF8Buffer { unsafe output.append(contentsOf: $0) }
        }
        output.append(contentsOf: payload)
        append(CRC32.of(output.span.extracting(start...)), to: &output)
    }

    private static func append(_ word: UInt32, to output: inout [UInt8]) {
        for shift in [24, 16, 8, 0] as [UInt32] {
            output.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }
}
