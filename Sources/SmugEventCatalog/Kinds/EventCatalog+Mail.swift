internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let mail = [ses, sesSending, sesReceived]

    private static let ses = EventKind(
        "ses", SESEvent.self, "mail that SES has received",
        when: { $0.isFrom("aws:ses") || $0.hasRecord(with: "ses") },
        sample: #"""
            {
              "Records": [
                {
                  "eventSource": "aws:ses",
                  "eventVersion": "1.0",
                  "ses": {
                    "mail": {
                      "timestamp": "2024-03-12T19:03:58.123Z",
                      "source": "jane@example.com",
                      "messageId": "o3vrnil0e2ic28tr",
                      "destination": ["orders@example.org"],
                      "headersTruncated": false,
                      "headers": [{"name": "Return-Path", "value": "<jane@example.com>"}],
                      "commonHeaders": {
                        "returnPath": "jane@example.com",
                        "from": ["Jane Doe <jane@example.com>"],
                        "date": "Tue, 12 Mar 2024 12:03:55 -0700",
                        "to": ["orders@example.org"],
                        "messageId": "<0123456789example.com>",
                        "subject": "An order"
                      }
                    },
                    "receipt": {
                      "timestamp": "2024-03-12T19:03:58.123Z",
                      "processingTimeMillis": 574,
                      "recipients": ["orders@example.org"],
                      "spamVerdict": {"status": "PASS"},
                      "virusVerdict": {"status": "PASS"},
                      "spfVerdict": {"status": "PASS"},
                      "dkimVerdict": {"status": "GRAY"},
                      "dmarcVerdict": {"status": "FAIL"},
                      "dmarcPolicy": "reject",
                      "action": {
                        "type": "Lambda",
                        "functionArn": "arn:aws:lambda:eu-west-1:111122223333:function:orders",
                        "invocationType": "Event"
                      }
                    }
                  }
                }
              ]
            }
            """#)

    private static let sesReceived = EventKind(
        "ses-received", SESReceivedMail.self, "mail that SES tells a topic of",
        when: { $0["notificationType"] == "Received" || $0.has("mail", "receipt") },
        sample: #"""
            {
              "notificationType": "Received",
              "mail": {
                "timestamp": "2024-03-12T19:03:58.123Z",
                "source": "jane@example.com",
                "messageId": "d6iitobk75ur44p8kdnnp7g2n800",
                "destination": ["orders@example.org"],
                "headersTruncated": false
              },
              "receipt": {
                "timestamp": "2024-03-12T19:03:58.123Z",
                "processingTimeMillis": 406,
                "recipients": ["orders@example.org"],
                "spamVerdict": {"status": "PASS"},
                "action": {
                  "type": "S3",
                  "topicArn": "arn:aws:sns:eu-west-1:111122223333:mail",
                  "bucketName": "mail",
                  "objectKeyPrefix": "in",
                  "objectKey": "in/d6iitobk75ur44p8kdnnp7g2n800"
                }
              }
            }
            """#)

    private static let sesSending = EventKind(
        "ses-sending", SESSendingEvent.self, "what became of mail that was sent",
        when: { payload in
            let outcomes = [
                "bounce", "complaint", "delivery", "send", "open", "click", "reject", "failure",
            ]
            return payload.has("mail") && outcomes.contains { payload[$0] != nil }
        },
        sample: #"""
            {
              "eventType": "Bounce",
              "bounce": {
                "bounceType": "Permanent",
                "bounceSubType": "General",
                "bouncedRecipients": [
                  {
                    "emailAddress": "jo@example.com",
                    "action": "failed",
                    "status": "5.1.1",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown"
                  }
                ],
                "timestamp": "2024-03-12T19:03:59.456Z",
                "feedbackId": "01000157c44f053b-61b59c11",
                "reportingMTA": "dsn; mta.example.com"
              },
              "mail": {
                "timestamp": "2024-03-12T19:03:58.123Z",
                "source": "orders@example.org",
                "sourceArn": "arn:aws:ses:eu-west-1:111122223333:identity/orders@example.org",
                "sendingAccountId": "111122223333",
                "messageId": "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000",
                "destination": ["jo@example.com"],
                "headersTruncated": false,
                "headers": [{"name": "Subject", "value": "Your order"}],
                "commonHeaders": {"from": ["orders@example.org"], "subject": "Your order"},
                "tags": {"ses:configuration-set": ["default"]}
              }
            }
            """#)
}
