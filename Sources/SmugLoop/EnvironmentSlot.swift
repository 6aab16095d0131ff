internal import Glibc

/// A variable of the process's environment that changes often.
///
/// It is written in place: glibc's `setenv` never frees a value that it replaces, so that a value
/// for each request would fill the memory. Not for a process with threads that read the
/// environment at the same time.
@safe package final class EnvironmentSlot {
    /// A longer value counts as none.
    package static let maxValueBytes = 1024

    private let name: String
    /// `NAME=value` and a NUL; the environment points into it, so it is never freed.
    private let memory: UnsafeMutablePointer<CChar>
    private var isSet = false

    package init(_ name: String) {
        self.name = name
        let start = name.utf8.count + 1
        unsafe memory = .allocate(capacity: start + Self.maxValueBytes + 1)
        for (index, byte) in (name + "=").utf8.enumerated() {
            unsafe memory[index] = CChar(bitPattern: byte)
        }
    }

    /// Sets the variable; `nil` takes it out.
    package func set(_ value: ArraySlice<UInt8>?) {
        guard let value, value.count <= Self.maxValueBytes, !value.contains(0) else {
            if isSet { unsafe unsetenv(name) }
            isSet = false
            return
        }
        let start = name.utf8.count + 1
        unsafe value.withUnsafeBytes {
            unsafe UnsafeMutableRawBufferPointer(start: memory + start, count: $0.count)
                .copyMemory(from: $0)
        }
        unsafe memory[start + value.count] = 0
        if !isSet { unsafe putenv(memory) }
        isSet = true
    }
}
