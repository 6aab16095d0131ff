import SmugAWS
import SmugJSON
import SmugLoop
package import SmugTLS
import SmugTelemetry

/// What is worth saying of a certificate's time.
package struct CertificateNotice: Sendable {
    /// Who renews by hand has a week from the first line on.
    static let daysAhead = 7

    /// `nil` where there is nothing to say.
    package let warning: String?
    private let facts: CertificateFacts

    package init(_ facts: CertificateFacts, atEpochSeconds now: Int64) {
        self.facts = facts
        let left = facts.notAfter - Int(now)
        warning =
            switch facts.validity(atEpochSeconds: Int(now)) {
            case .notYet: "the certificate is not valid yet: clients will refuse it"
            case .expired: "the certificate has expired: clients will refuse it"
            case .good where left < Self.daysAhead * 86_400:
                "the certificate expires within \(Self.days((left + 86_399) / 86_400))"
            case .good: nil
            }
    }

    private static func days(_ count: Int) -> String { count == 1 ? "a day" : "\(count) days" }

    /// The time up to which it is valid, as a person reads it.
    package var notAfter: String { Self.text(facts.notAfter) }

    /// Writes a line of the log about the certificate that serves from now on.
    func write(_ event: StaticString, to log: Log) {
        log.write(warning == nil ? .info : .warn, event) { line in
            line.key("serial")
            line.string(facts.serial)
            line.key("names")
            line.beginArray()
            for name in facts.names { line.string(name) }
            line.endArray()
            line.key("notBefore")
            line.string(Self.text(facts.notBefore))
            line.key("notAfter")
            line.string(notAfter)
            guard let warning else { return }
            line.key("reason")
            line.string(warning)
        }
    }

    private static func text(_ seconds: Int) -> String {
        AmazonDate(epochSeconds: Int64(seconds)).description
    }
}
