internal import SmugLoop

/// What a process has used of memory at most.
enum MemoryUse {
    /// 0 where the system does not tell.
    static func megabytes(ofProcess id: Int32) -> Int {
        guard let bytes = try? LocalFile.read("/proc/\(id)/status", limit: 65_536) else { return 0 }
        return megabytes(in: String(decoding: bytes, as: UTF8.self))
    }

    /// From the text of `/proc/PID/status`.
    static func megabytes(in status: String) -> Int {
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap {
            Int($0)
        }
        return ((kilobytes ?? 0) + 1023) / 1024
    }
}
