/// An object as it was read.
package struct S3Object: Sendable {
    package let bytes: [UInt8]
    /// As S3 writes it, quotes included: what `ifNoneMatch` takes; `nil` where it names none.
    package let entityTag: String?
    /// Of a bucket that keeps versions.
    package let versionID: String?
}

/// What S3 answers to a read.
package enum S3Answer: Sendable {
    case object(S3Object)
    /// The object is still the one whose entity tag was given.
    case notModified
}
