/// Why a manifest is read again.
package enum ReloadReason: String, Hashable, Sendable {
    /// Somebody asked for it, with SIGHUP.
    case signal
    /// The file was written, replaced or renamed, or may have been.
    case file
    /// The certificate or its key was written, replaced or renamed, or may have been.
    case certificate
    /// The object has another ETag.
    case etag
}
