import SmugHTTP
import TestSupport
import Testing

@Suite struct QueryStringTests {
    @Test(
        arguments: [
            ("", []),
            ("a=1", ["a=1"]),
            ("a=1&b=2&a=3", ["a=1", "b=2", "a=3"]),
            ("a", ["a="]),
            ("a=", ["a="]),
            ("=b", ["=b"]),
            ("=", ["="]),
            ("&&a=1&&b&", ["a=1", "b="]),
            ("a=b=c&d==", ["a=b=c", "d=="]),
            ("a+b=c+d%2B", ["a b=c d+"]),
            ("%61%3d=%26", ["a==&"]),
            ("a=%&b=%4&c=%zz&d=%%41", ["a=%", "b=%4", "c=%zz", "d=%A"]),
            ("a;b=c;d", ["a;b=c;d"]),
            ("%c3%a9=\u{e9}", ["é=é"]),
        ] as [(String, [String])])
    func `pairs come in order and decoded`(text: String, expected: [String]) {
        let pairs = QueryString(Array(text.utf8)[...]).map { pair in
            String(decoding: pair.key + [0x3D] + pair.value, as: UTF8.self)
        }
        #expect(pairs == expected)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `what is encoded comes back, and random bytes never trap`(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<50 {
            let count = Int.random(in: 1...20, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let encoded = PercentEncoding.encode(bytes[...], keeping: .unreserved)
            let pairs = Array(QueryString((encoded + [0x3D] + encoded)[...]))
            #expect(pairs.map(\.key) == [bytes])
            #expect(pairs.map(\.value) == [bytes])
            _ = Array(QueryString(bytes[...]))
        }
    }
}
