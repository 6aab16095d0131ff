internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    static let conversations = [bedrock, connect, lex, lexV1, chime]

    private static let bedrock = EventKind(
        "bedrock-agent", BedrockAgentRequest.self, "what an agent asks of an action group",
        when: {
            $0.has("actionGroup") && $0.has("messageVersion") && $0["response"] == nil
                || $0.has("agent", "actionGroup")
        },
        sample: #"""
            {
              "messageVersion": "1.0",
              "agent": {"name": "shop", "id": "A1B2C3", "alias": "TSTALIASID", "version": "DRAFT"},
              "inputText": "Where is my order?",
              "sessionId": "111122223333",
              "actionGroup": "orders",
              "apiPath": "/orders/{id}",
              "httpMethod": "POST",
              "parameters": [{"name": "id", "type": "string", "value": "42"}],
              "requestBody": {
                "content": {
                  "application/json": {
                    "properties": [{"name": "note", "type": "string", "value": "quickly"}]
                  }
                }
              },
              "sessionAttributes": {"customer": "7"},
              "promptSessionAttributes": {}
            }
            """#)

    private static let connect = EventKind(
        "connect", ConnectEvent.self, "a contact in a flow",
        when: { $0["Name"] == "ContactFlowEvent" || $0["Details"]?["ContactData"] != nil },
        sample: #"""
            {
              "Name": "ContactFlowEvent",
              "Details": {
                "ContactData": {
                  "Attributes": {"customer": "7"},
                  "Channel": "VOICE",
                  "ContactId": "4a573372-1f28-4e26-b97b-5d8c1e02f7a9",
                  "CustomerEndpoint": {"Address": "+12065550100", "Type": "TELEPHONE_NUMBER"},
                  "InitialContactId": "4a573372-1f28-4e26-b97b-5d8c1e02f7a9",
                  "InitiationMethod": "INBOUND",
                  "InstanceARN": "arn:aws:connect:eu-west-1:111122223333:instance/a",
                  "MediaStreams": {"Customer": {"Audio": null}},
                  "PreviousContactId": "",
                  "Queue": null,
                  "SystemEndpoint": {"Address": "+12065550101", "Type": "TELEPHONE_NUMBER"}
                },
                "Parameters": {"color": "red"}
              }
            }
            """#)

    private static let lex = EventKind(
        "lex", LexEvent.self, "a turn of a conversation, Lex V2",
        when: { $0.has("sessionState", "interpretations") || $0.has("sessionState", "bot") },
        sample: #"""
            {
              "messageVersion": "1.0",
              "invocationSource": "DialogCodeHook",
              "inputMode": "Speech",
              "responseContentType": "audio/mpeg",
              "sessionId": "s-1",
              "inputTranscript": "two roses",
              "bot": {"id": "B1", "name": "flowers", "aliasId": "A1", "aliasName": "live", "localeId": "en_US", "version": "3"},
              "interpretations": [
                {
                  "intent": {
                    "name": "Order",
                    "slots": {
                      "count": {
                        "shape": "Scalar",
                        "value": {"originalValue": "two", "interpretedValue": "2", "resolvedValues": ["2"]}
                      },
                      "flower": null
                    },
                    "state": "InProgress",
                    "confirmationState": "None"
                  },
                  "nluConfidence": 0.84,
                  "sentimentResponse": {
                    "sentiment": "NEUTRAL",
                    "sentimentScore": {"mixed": 0.01, "negative": 0.02, "neutral": 0.9, "positive": 0.07}
                  }
                }
              ],
              "proposedNextState": {
                "dialogAction": {"type": "ElicitSlot", "slotToElicit": "flower"},
                "prompt": {"attempt": "Initial"}
              },
              "requestAttributes": {"channel": "phone"},
              "sessionState": {
                "activeContexts": [
                  {
                    "name": "ordering",
                    "contextAttributes": {"a": "b"},
                    "timeToLive": {"timeToLiveInSeconds": 90, "turnsToLive": 5}
                  }
                ],
                "sessionAttributes": {"customer": "7"},
                "intent": {"name": "Order", "slots": {}, "state": "InProgress"},
                "originatingRequestId": "r-1"
              },
              "transcriptions": [
                {"transcription": "two roses", "transcriptionConfidence": 0.9, "resolvedSlots": {}}
              ]
            }
            """#)

    private static let lexV1 = EventKind(
        "lex-v1", LexV1Event.self, "a turn of a conversation, Lex V1",
        when: { $0.has("currentIntent") },
        sample: #"""
            {
              "messageVersion": "1.0",
              "invocationSource": "FulfillmentCodeHook",
              "userId": "u-1",
              "sessionAttributes": {"a": "b"},
              "requestAttributes": null,
              "bot": {"name": "flowers", "alias": "live", "version": "3"},
              "outputDialogMode": "Text",
              "currentIntent": {
                "name": "Order",
                "nluIntentConfidenceScore": 0.9,
                "slots": {"count": "2", "flower": null},
                "slotDetails": {
                  "count": {"resolutions": [{"value": "2"}], "originalValue": "two"}
                },
                "confirmationStatus": "None"
              },
              "inputTranscript": "two"
            }
            """#)

    private static let chime = EventKind(
        "chime-bot", ChimeBotEvent.self, "a message to a bot of a chat",
        when: { $0.has("Sender", "Discussion") },
        sample: #"""
            {
              "Sender": {"SenderId": "user@example.com", "SenderIdType": "EmailId"},
              "Discussion": {"DiscussionId": "abcdef12-g34h-56i7-j8kl-mn9opqr012st", "DiscussionType": "Room"},
              "EventType": "Mention",
              "InboundHttpsEndpoint": {"EndpointType": "Persistent", "Url": "https://hooks.a.chime.aws/incomingwebhooks/a"},
              "EventTimestamp": "2024-03-12T19:03:58.123Z",
              "Message": "@Bot hello"
            }
            """#)
}
