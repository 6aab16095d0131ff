internal import CUV
internal import Glibc

/// What this process takes of the machine; what cannot be told is `nil`.
package struct ProcessUsage: Sendable {
    /// Processor time of all threads, the system's on its behalf included.
    package var cpuSeconds: Double?
    package var residentBytes: Int?
    package var virtualBytes: Int?
    package var openFiles: Int?
    /// How many files it may open.
    package var maxOpenFiles: Int?

    /// Reads `/proc`: not for a hot path.
    package static var current: ProcessUsage {
        var usage = ProcessUsage()
        var times = rusage()
        if unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &times) == 0 {
            usage.cpuSeconds = seconds(times.ru_utime) + seconds(times.ru_stime)
        }
        // Pages: of the whole, then of what is resident (proc(5)).
        let pages = words(of: "/proc/self/statm").prefix(2).compactMap { Int($0) }
        if pages.count == 2 {
            let size = sysconf(Int32(_SC_PAGESIZE))
            usage.virtualBytes = pages[0] * size
            usage.residentBytes = pages[1] * size
        }
        usage.openFiles = openFileCount()
        var limit = rlimit()
        if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            usage.maxOpenFiles = Int(clamping: limit.rlim_cur)
        }
        return usage
    }

    /// When the process began, in seconds since 1970; asked once.
    package static let startSeconds: Double? = {
        // After the program's name, which may hold anything, in parentheses; the 22nd of all.
        guard let bytes = try? LocalFile.read("/proc/self/stat"),
            let close = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let words = bytes[(close + 1)...].split(separator: UInt8(ascii: " "))
        guard words.count > 19, let ticks = Double(String(decoding: words[19], as: UTF8.self))
        else { return nil }
        var now = timespec()
        var sinceBoot = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        unsafe clock_gettime(CLOCK_BOOTTIME, &sinceBoot)
        let boot = seconds(now) - seconds(sinceBoot)
        return boot + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }()

    private static func openFileCount() -> Int? {
        guard let directory = unsafe opendir("/proc/self/fd") else { return nil }
        defer { unsafe closedir(directory) }
        var count = 0
        while unsafe readdir(directory) != nil { count += 1 }
        // Without `.`, `..` and the directory that is being read.
        return count - 3
    }

    private static func words(of path: String) -> [String] {
        guard let bytes = try? LocalFile.read(path) else { return [] }
        return bytes.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
    }

    private static func seconds(_ time: timespec) -> Double {
        Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
}
