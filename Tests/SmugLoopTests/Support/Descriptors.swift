import Glibc
import SmugLoop
import Testing

/// The descriptors that this process has open.
enum Descriptors {
    /// Does something a hundred times and more that must leave none behind; in a process where
    /// nothing else goes on.
    static func expectNoneLeft(by body: () throws -> Void) throws {
        let before = count()
        try body()
        // Libraries open some once for the process.
        #expect(count() < before + 50)
    }

    private static func count() -> Int {
        guard let directory = opendir("/proc/self/fd") else { return -1 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count
    }
}
