internal import SmugHTTP

extension IncomingResponse {
    /// The region that S3 names for the bucket, in an answer that sends the client elsewhere; `nil`
    /// also where it is none, for it becomes part of a host's name.
    var bucketRegion: String? {
        guard [301, 307, 400].contains(status) else { return nil }
        let named =
            fields["x-amz-bucket-region"] ?? (try? XMLElement(parsing: body))?["Region"]?.text
        return named.flatMap { RegionLookup.isValid($0) ? $0 : nil }
    }
}
