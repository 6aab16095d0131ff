import Glibc
import SmugLoop
import Testing

@Suite struct LocalFileTests {
    @Test func `a file is read whole, also past one part`() throws {
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let read = try withFile(bytes) { try LocalFile.read($0) }
        #expect(read == bytes)
    }

    @Test func `an empty file is no missing file`() throws {
        let read = try withFile([]) { try LocalFile.read($0) }
        #expect(read == [])
        #expect(try LocalFile.read("/nowhere/at/all") == nil)
    }

    @Test func `a limit holds at its edge`() throws {
        try withFile([1, 2, 3]) { path in
            let read = try LocalFile.read(path, limit: 3)
            #expect(read == [1, 2, 3])
            let error = #expect(throws: LoopError.self) { try LocalFile.read(path, limit: 2) }
            #expect(error?.description == "read: over 2 bytes")
        }
    }

    @Test func `a file takes another one's place, and only its owner may read it`() throws {
        try withFile([1, 2, 3]) { path in
            chmod(path, 0o644)
            try LocalFile.replace(path, with: [4])
            #expect(try LocalFile.read(path) == [4])
            var facts = stat()
            #expect(stat(path, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        }
        #expect(throws: LoopError.self) { try LocalFile.replace("/nowhere/at/all", with: []) }
    }

    @Test func `who may not wait does not wait for a pipe`() throws {
        try withFile([]) { path in
            unlink(path)
            #expect(mkfifo(path, 0o600) == 0)
            #expect(LocalFile.isStream(path))
            let error = #expect(throws: LoopError.self) {
                try LocalFile.read(path, mayWait: false)
            }
            #expect(error?.message == "it is a pipe or a device, not a file")
        }
        try withFile([7]) { path in
            #expect(!LocalFile.isStream(path))
            let bytes = try LocalFile.read(path, mayWait: false)
            #expect(bytes == [7])
        }
    }

    @Test func `a folder is an error`() {
        #expect(throws: LoopError.self) { try LocalFile.read("/") }
    }

    @Test func `the environment and the directory are those of the process`() {
        #expect(ProcessEnvironment.variables()["PATH"] != nil)
        #expect(ProcessEnvironment.currentDirectory().hasPrefix("/"))
    }

    private func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws
        -> Result
    {
        var name = Array("/tmp/smug-file-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        try #require(descriptor >= 0)
        let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        #expect(write(descriptor, bytes, bytes.count) == bytes.count)
        close(descriptor)
        return try body(path)
    }
}
