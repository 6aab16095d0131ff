internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let operations = [alarm, alarmNotification, destination]

    private static let alarm = EventKind(
        "cloudwatch-alarm", CloudWatchAlarmEvent.self, "an alarm that changed its state",
        when: { $0.has("alarmArn") || $0.has("alarmData") },
        sample: #"""
            {
              "source": "aws.cloudwatch",
              "alarmArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:too-slow",
              "accountId": "111122223333",
              "time": "2024-03-12T19:03:58.123+0000",
              "region": "eu-west-1",
              "alarmData": {
                "alarmName": "too-slow",
                "state": {
                  "value": "ALARM",
                  "reason": "Threshold Crossed",
                  "reasonData": "{\"version\": \"1.0\"}",
                  "timestamp": "2024-03-12T19:03:58.123+0000",
                  "actionsSuppressedBy": "WaitPeriod"
                },
                "previousState": {"value": "INSUFFICIENT_DATA", "timestamp": "2024-03-12T18:03:58.123+0000"},
                "configuration": {
                  "description": "Orders take too long.",
                  "alarmRule": "ALARM(a) OR ALARM(b)",
                  "actionsSuppressor": "deploying",
                  "actionsSuppressorWaitPeriod": 120,
                  "actionsSuppressorExtensionPeriod": 180
                }
              }
            }
            """#)

    private static let alarmNotification = EventKind(
        "cloudwatch-alarm-notification", CloudWatchAlarmNotification.self,
        "what an alarm says to a topic",
        when: { $0.has("AlarmName", "NewStateValue") },
        sample: #"""
            {
              "AlarmName": "too-slow",
              "AlarmDescription": null,
              "AWSAccountId": "111122223333",
              "AlarmConfigurationUpdatedTimestamp": "2024-03-12T18:03:58.123+0000",
              "NewStateValue": "ALARM",
              "NewStateReason": "Threshold Crossed",
              "StateChangeTime": "2024-03-12T19:03:58.123+0000",
              "Region": "EU (Ireland)",
              "AlarmArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:too-slow",
              "OldStateValue": "OK",
              "OKActions": [],
              "AlarmActions": ["arn:aws:sns:eu-west-1:111122223333:ops"],
              "InsufficientDataActions": [],
              "Trigger": {
                "MetricName": "Duration",
                "Namespace": "AWS/Lambda",
                "StatisticType": "Statistic",
                "Statistic": "AVERAGE",
                "Unit": null,
                "Dimensions": [{"value": "orders", "name": "FunctionName"}],
                "Period": 60,
                "EvaluationPeriods": 1,
                "ComparisonOperator": "GreaterThanThreshold",
                "Threshold": 1000.5,
                "TreatMissingData": "missing",
                "Metrics": [
                  {
                    "Id": "m1",
                    "MetricStat": {
                      "Metric": {"Namespace": "AWS/Lambda", "MetricName": "Errors", "Dimensions": []},
                      "Period": 60,
                      "Stat": "Sum"
                    },
                    "ReturnData": false
                  }
                ]
              }
            }
            """#)

    private static let destination = EventKind(
        "lambda-destination", LambdaDestinationEvent.self,
        "what became of an asynchronous invocation",
        when: { $0.has("requestContext", "responseContext") },
        sample: #"""
            {
              "version": "1.0",
              "timestamp": "2024-03-12T19:03:58.123Z",
              "requestContext": {
                "requestId": "e4b46cbf-b738-xmpl-8880-a18cdf61200e",
                "functionArn": "arn:aws:lambda:eu-west-1:111122223333:function:orders:$LATEST",
                "condition": "RetriesExhausted",
                "approximateInvokeCount": 3
              },
              "requestPayload": {"order": 42},
              "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled"
              },
              "responsePayload": {"errorMessage": "Not today."}
            }
            """#)
}
