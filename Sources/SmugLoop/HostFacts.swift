internal import CUV
internal import Glibc

/// What tells this process from others.
package struct HostFacts: Hashable, Sendable {
    /// The machine's, or the container's.
    package let name: String?
    package let processID: Int

    package init(name: String?, processID: Int) {
        self.name = name
        self.processID = processID
    }

    /// As the system says it now.
    package static var current: HostFacts {
        var buffer = [CChar](repeating: 0, count: Int(UV_MAXHOSTNAMESIZE))
        var size = buffer.count
        let status = unsafe uv_os_gethostname(&buffer, &size)
        let name = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return HostFacts(
            name: status == 0 && !name.isEmpty ? String(decoding: name, as: UTF8.self) : nil,
            processID: Int(getpid()))
    }
}
