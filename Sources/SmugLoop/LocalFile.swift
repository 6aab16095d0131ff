internal import CUV
internal import Glibc

/// Files of this machine, read whole.
///
/// For start-up: it blocks.
package enum LocalFile {
    /// The bytes of a file; `nil` where there is none.
    ///
    /// - Parameter mayWait: whether it may be a pipe or a device, whose bytes are waited for.
    /// - Throws: what the system says, also where the file is longer than `limit` bytes.
    package static func read(
        _ path: String, limit: Int = 16 * 1024 * 1024, mayWait: Bool = true
    ) throws(LoopError) -> [UInt8]? {
        let descriptor: Int32
        do throws(LoopError) {
            // Who opens a pipe waits until somebody writes to it, unless it says not to.
            let waiting = mayWait ? 0 : O_NONBLOCK
            descriptor = try system("open") { unsafe open(path, O_RDONLY | O_CLOEXEC | waiting) }
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
        defer { close(descriptor) }
        var status = stat()
        if !mayWait, unsafe fstat(descriptor, &status) == 0, isStream(status) {
            throw LoopError(.other, call: "open", message: "it is a pipe or a device, not a file")
        }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try system("read") {
                unsafe part.withUnsafeMutableBytes {
                    unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
                }
            }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else {
                throw LoopError(.other, call: "read", message: "over \(limit) bytes")
            }
            bytes.append(contentsOf: part[..<count])
        }
    }

    /// Whether a path leads to a pipe or a device, whose bytes are there once.
    package static func isStream(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && isStream(status)
    }

    private static func isStream(_ status: stat) -> Bool {
        [S_IFIFO, S_IFCHR, S_IFSOCK].contains(status.st_mode & S_IFMT)
    }

    /// Puts a file that only its owner may read in place of one that is there: whoever reads it has
    /// the old one or the new one, whole.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(LoopError) {
        let name = "\(path).\(UInt64.random(in: 0 ... .max)).tmp"
        let descriptor = try system("open") {
            unsafe open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        }
        defer { close(descriptor) }
        do throws(LoopError) {
            try writeAll(bytes, to: descriptor)
            try system("fsync") { fsync(descriptor) }
            try system("rename") { unsafe rename(name, path) }
        } catch {
            unsafe _ = unlink(name)
            throw error
        }
    }

    /// Writes a file, in place of one that is there.
    package static func write(_ bytes: [UInt8], to path: String) throws(LoopError) {
        let descriptor = try system("open") {
            unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        }
        defer { close(descriptor) }
        try writeAll(bytes, to: descriptor)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(LoopError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try system("write") {
                unsafe rest.withUnsafeBytes {
                    unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
                }
            }
            rest = rest.dropFirst(count)
        }
    }
}

/// What a process is started with.
package enum ProcessEnvironment {
    /// The environment's variables.
    ///
    /// Read once, in `main`, and handed on from there.
    package static func variables() -> [String: String] {
        var variables: [String: String] = [:]
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if let separator = text.firstIndex(of: "=") {
                variables[String(text[..<separator])] = String(
                    text[text.index(after: separator)...])
            }
            unsafe next += 1
        }
        return variables
    }

    /// Ends the process.
    package static func exit(_ status: Int32) -> Never {
        Glibc.exit(status)
    }

    /// The directory that relative paths start from.
    package static func currentDirectory() -> String {
        guard let path = unsafe getcwd(nil, 0) else { return "." }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }
}
