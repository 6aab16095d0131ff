internal import COpenSSL

/// How OpenSSL gets at the bytes of a ``TLSEngine``: it reads from what has just arrived and writes
/// to what goes out next, with no copy kept between.
enum EngineBIO {
    nonisolated(unsafe) private static let method: OpaquePointer? = {
        let kind = BIO_get_new_index() | Int32(BIO_TYPE_SOURCE_SINK)
        let method = unsafe BIO_meth_new(kind, "smug")
        unsafe BIO_meth_set_read(method) { bio, target, count in
            guard let engine = unsafe EngineBIO.engine(of: bio), count > 0 else { return -1 }
            let target = unsafe UnsafeMutableRawBufferPointer(start: target, count: Int(count))
            let taken = unsafe engine.takeInput(into: target)
            guard taken > 0 else {
                unsafe smug_bio_set_retry_read(bio)
                return -1
            }
            return Int32(taken)
        }
        unsafe BIO_meth_set_write(method) { bio, source, count in
            guard let engine = unsafe EngineBIO.engine(of: bio), count > 0 else { return -1 }
            unsafe engine.addOutput(UnsafeRawBufferPointer(start: source, count: Int(count)))
            return count
        }
        unsafe BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        unsafe BIO_meth_set_create(method) { bio in
            unsafe BIO_set_init(bio, 1)
            return 1
        }
        return unsafe method
    }()

    /// A BIO of an engine, which must outlive it; `nil` without memory.
    static func make(for engine: TLSEngine) -> OpaquePointer? {
        guard let bio = unsafe BIO_new(method) else { return nil }
        unsafe BIO_set_data(bio, Unmanaged.passUnretained(engine).toOpaque())
        return unsafe bio
    }

    private static func engine(of bio: OpaquePointer?) -> TLSEngine? {
        guard let data = unsafe BIO_get_data(bio) else { return nil }
        return unsafe Unmanaged<TLSEngine>.fromOpaque(data).takeUnretainedValue()
    }
}
