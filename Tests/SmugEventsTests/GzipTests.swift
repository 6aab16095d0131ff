import Testing

@testable import SmugEvents

@Suite struct GzipTests {
    /// As zlib packs it: stored, with the fixed codes, with codes of its own.
    static let stored = "H4sIAAAAAAAEAwERAO7/aGVsbG8gaGVsbG8gaGVsbG+AiPnlEQAAAA=="
    static let fixed = "H4sIAAAAAAACA8tIzcnJV8hAkACAiPnlEQAAAA=="
    static let empty = "H4sIAAAAAAACAwMAAAAAAAAAAAA="
    /// All fields of the header: extra, name, comment, checksum.
    static let named = "H4sIHgAAAAAAAAMAYWJjbmFtZQBjb21tZW50AAAAy0jNyclXyECQAICI+eURAAAA"
    static let dynamic = """
        H4sIAAAAAAACA+2UuXEEQQhFfaIgACXFjQzJ0eZfeoxykLXObs30NPwLQrx8dyd9bUZsK8XbzNQmxzR3NTtzy0Y9\
        yltHs0pW7+ucidb25Uyn19ZKRCZC01I1R1t6S4Xrcc+2LZo629OmKpyKZaiEa5n7VchyiS6PKI2q7V23mh4OSlPG\
        0iYs9rDoJlilxyrSyr0qRipgICkbckzauSW5PqVrLVMW2TS5kmBUWLrRENwFwOpur7/ryDEOo3aIOeDRrIv3W6Ay\
        MR+3pH74RobPaCmgPU/HgiDI3Vv2Kup2XZMEE9K7dAKmo6V4gx7iiXQDUcSwgjvKcAK200Shhlx2KkYhqsFgr+XC\
        bDqKXzHOQ9CvBlyUXItjSdfFtKZKGmUPSRX/Kw61M64mMRbI+GUKRnwQP6exGj02fUTBV5iLx9iH0AWYp5jU0mnn\
        BAeZuZjWMZA6nduIWxdZQY4ZrEPJXAoWGIjaeTmcXksyF7ynRHOZD6i93FDHCEIHJ+SmZSrEsJ7GqkZq8BB0ww30\
        LUmTJz0JlUWY2pMTHOQekI4i6wEPgrUqHBBA3pL+iUw+h8ziBUpiChkmYYlYBkJydiCZECKHHwTKKROVqIhKNL+g\
        Ccie4TntiFDQkHHAhcXehgt3ZlGLeDnU8R4zkH9ukJq7SAZ/vUqEAIfaMVxIofYQ2Wo9y4LwIl8hNHk1JmFBK7yd\
        WuEbRodnABAUpu4kIM5OrMZuWgkzfm9jjCORgXrPdPJvzDi+kAvMZE44AheC4j7KMq6Xvp55Zpl+iNazvh03sVAi\
        B/gzjPMiEINBnMki7jJkzBJ5QSJy8mQsaIeebBAidfyZ4tBLAxMLVica8IOD1uPIpZISoiSH7kUTopb0xXqYA/sm\
        H21uvaTjHk5LMhE0JY2XiBvvMe8OcEHH2SrkCAPZEdPp1xTTjgxbAeaEjbVFfYQkMVDElFsDcUmlKbbZzQZpDiCx\
        BDCby4wocC3Yrje42MgaXqaEmHGqXL0VAsIbV+iSKQLHiNS9pePtBraKP+s4LtHdBLdfiPZjXyAZ+/z+0Pfz+/k/\
        n38BO+bCL1wIAAA=
        """

    private func bytes(_ text: String) throws -> [UInt8] {
        try #require(Base64Text(text: text).bytes)
    }

    @Test(arguments: [GzipTests.stored, GzipTests.fixed, GzipTests.named])
    func `a member is unpacked`(packed: String) throws {
        let text = try Gzip.unpack(bytes(packed), maxBytes: 17)
        #expect(String(decoding: text, as: UTF8.self) == "hello hello hello")
    }

    @Test func `codes of its own are read`() throws {
        let text = try Gzip.unpack(bytes(Self.dynamic), maxBytes: 1 << 20)
        #expect(text.count == 2140)
        #expect(text.suffix(16) == Array("the same again, ".utf8))
    }

    @Test func `members behind each other are one file`() throws {
        let packed = try bytes(Self.fixed) + bytes(Self.empty) + bytes(Self.stored)
        let text = try Gzip.unpack(packed, maxBytes: 34)
        #expect(String(decoding: text, as: UTF8.self) == "hello hello hellohello hello hello")
    }

    @Test(arguments: [GzipTests.stored, GzipTests.fixed, GzipTests.dynamic])
    func `a byte more than the limit is an error`(packed: String) throws {
        let count = try Gzip.unpack(bytes(packed), maxBytes: 1 << 20).count
        #expect(throws: EventContentError.tooLarge(maxBytes: count - 1)) {
            try Gzip.unpack(bytes(packed), maxBytes: count - 1)
        }
    }

    @Test(arguments: [
        GzipTests.stored, GzipTests.fixed, GzipTests.dynamic, GzipTests.named, GzipTests.empty,
    ])
    func `what is cut or changed is an error or the same, never a trap`(packed: String) throws {
        let packed = try bytes(packed)
        let text = try Gzip.unpack(packed, maxBytes: 1 << 20)
        for end in packed.indices {
            #expect(throws: EventContentError.notGzip) {
                try Gzip.unpack(Array(packed[..<end]), maxBytes: 1 << 20)
            }
        }
        for place in packed.indices {
            for bit in 0..<8 {
                var changed = packed
                changed[place] ^= 1 << UInt8(bit)
                guard let other = try? Gzip.unpack(changed, maxBytes: 1 << 20) else { continue }
                // Bits of the header that say nothing of the text.
                #expect(other == text, "bit \(bit) of byte \(place)")
            }
        }
    }
}
