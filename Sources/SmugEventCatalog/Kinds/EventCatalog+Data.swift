internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    /// Events of a bus, by source and type.
    static let dataStores = [
        s3Created, rds, emrCluster, emrGroup, emrStep,
        emrScaling, glueRun, glueJob, glueCrawlerStarted, glueCrawlerEnded,
        glueTable, glueDatabase,
    ]

    private static let s3Created = busKind(
        "eventbridge-s3", S3ObjectDetail.self, "aws.s3", "Object Created",
        "what happened to an object of a bucket",
        when: { $0.isBusEvent("aws.s3", "Object ") },
        detail: #"""
            {
              "version": "0",
              "bucket": {"name": "orders"},
              "object": {
                "key": "2024/a b.json",
                "size": 5,
                "etag": "b1946ac92492d2347c6235b4d2611184",
                "version-id": "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
                "sequencer": "617f08299329d189"
              },
              "request-id": "N4N7GDK58NMKJ12R",
              "requester": "111122223333",
              "source-ip-address": "192.0.2.1",
              "reason": "PutObject"
            }
            """#)

    private static let rds = busKind(
        "rds", RDSEventDetail.self, "aws.rds", "RDS DB Instance Event",
        "what happened to a database",
        when: { $0.isBusEvent("aws.rds", "") },
        detail: #"""
            {
              "EventCategories": ["failover"],
              "SourceType": "DB_INSTANCE",
              "SourceArn": "arn:aws:rds:eu-west-1:111122223333:db:orders",
              "Date": "2024-03-12T19:03:58.123Z",
              "Message": "A Multi-AZ failover has completed.",
              "SourceIdentifier": "orders",
              "EventID": "RDS-EVENT-0049"
            }
            """#)

    private static let emrCluster = busKind(
        "emr-cluster", EMRClusterStateChange.self, "aws.emr", "EMR Cluster State Change",
        "a cluster's new state",
        when: { $0.isBusEvent("aws.emr", "EMR Cluster State") },
        detail: #"""
            {
              "severity": "INFO",
              "stateChangeReason": "{\"code\": \"\"}",
              "name": "nightly",
              "clusterId": "j-123456789ABCD",
              "state": "STARTING",
              "message": "Amazon EMR cluster j-123456789ABCD was requested."
            }
            """#)

    private static let emrGroup = busKind(
        "emr-instance-group", EMRInstanceGroupStateChange.self, "aws.emr",
        "EMR Instance Group State Change", "an instance group's new state",
        when: {
            $0.isBusEvent("aws.emr", "EMR Instance Group")
                || $0.isBusEvent("aws.emr", "EMR Instance Fleet")
        },
        detail: #"""
            {
              "market": "ON_DEMAND",
              "severity": "INFO",
              "requestedInstanceCount": "2",
              "instanceType": "m5.xlarge",
              "instanceGroupType": "CORE",
              "instanceGroupId": "ig-ABCDEFGHIJKL",
              "clusterId": "j-123456789ABCD",
              "runningInstanceCount": 0,
              "state": "PROVISIONING",
              "message": "a"
            }
            """#)

    private static let emrStep = busKind(
        "emr-step", EMRStepStatusChange.self, "aws.emr", "EMR Step Status Change",
        "a step's new state",
        when: { $0.isBusEvent("aws.emr", "EMR Step") },
        detail: #"""
            {
              "severity": "ERROR",
              "actionOnFailure": "CONTINUE",
              "stepId": "s-ZYXWVUTSRQPON",
              "name": "sum",
              "clusterId": "j-123456789ABCD",
              "state": "FAILED",
              "message": "a"
            }
            """#)

    private static let emrScaling = busKind(
        "emr-scaling", EMRAutoScalingPolicyChange.self, "aws.emr",
        "EMR Auto Scaling Policy State Change", "an automatic scaling policy's new state",
        when: { $0.isBusEvent("aws.emr", "EMR ") },
        detail: #"""
            {
              "resourceId": "ig-X2LBMHTGPCBU",
              "clusterId": "j-123456789ABCD",
              "state": "PENDING",
              "message": "a",
              "scalingResourceType": "INSTANCE_GROUP"
            }
            """#)

    private static let glueRun = busKind(
        "glue-run", GlueJobRunStatus.self, "aws.glue", "Glue Job Run Status",
        "a job run that takes long",
        when: { $0.isBusEvent("aws.glue", "Glue Job Run Status") },
        detail: #"""
            {
              "jobName": "nightly",
              "severity": "INFO",
              "notificationCondition": {"NotifyDelayAfter": 1.0},
              "state": "STARTING",
              "jobRunId": "jr_abc",
              "message": "Job is in STARTING state",
              "startedOn": "2024-03-12T19:03:58Z"
            }
            """#)

    private static let glueJob = busKind(
        "glue-job", GlueJobStateChange.self, "aws.glue", "Glue Job State Change",
        "a job run's new state",
        when: { $0.isBusEvent("aws.glue", "Glue Job") },
        detail: #"""
            {
              "jobName": "nightly",
              "severity": "ERROR",
              "state": "FAILED",
              "jobRunId": "jr_abc",
              "message": "JobName:nightly failed to execute."
            }
            """#)

    private static let glueCrawlerStarted = busKind(
        "glue-crawler-started", GlueCrawlerStarted.self, "aws.glue", "Glue Crawler State Change",
        "a crawler that has begun",
        when: { $0.isBusEvent("aws.glue", "Glue Crawler") && $0["detail"]?["state"] == "Started" },
        detail: #"""
            {
              "accountId": "111122223333",
              "crawlerName": "orders",
              "startTime": "2024-03-12T19:03:58Z",
              "state": "Started",
              "message": "Crawler Started"
            }
            """#)

    private static let glueCrawlerEnded = busKind(
        "glue-crawler", GlueCrawlerEnded.self, "aws.glue", "Glue Crawler State Change",
        "a crawler that has ended",
        when: { $0.isBusEvent("aws.glue", "Glue Crawler") },
        detail: #"""
            {
              "tablesCreated": "0",
              "warningMessage": "N/A",
              "partitionsUpdated": "0",
              "tablesUpdated": 1,
              "message": "Crawler Succeeded",
              "partitionsDeleted": "0",
              "accountId": "111122223333",
              "runningTime (sec)": "7",
              "tablesDeleted": "0",
              "crawlerName": "orders",
              "completionDate": "2024-03-12T19:03:58Z",
              "state": "Succeeded",
              "partitionsCreated": "0",
              "cloudWatchLogLink": "https://console.aws.amazon.com/a"
            }
            """#)

    private static let glueTable = busKind(
        "glue-table", GlueCatalogTableChange.self, "aws.glue",
        "Glue Data Catalog Table State Change", "partitions of a table that changed",
        when: { $0.isBusEvent("aws.glue", "Glue Data Catalog Table") },
        detail: #"""
            {"databaseName": "shop", "changedPartitions": ["[2024]"], "typeOfChange": "BatchCreatePartition", "tableName": "orders"}
            """#)

    private static let glueDatabase = busKind(
        "glue-database", GlueCatalogDatabaseChange.self, "aws.glue",
        "Glue Data Catalog Database State Change", "tables of a database that changed",
        when: { $0.isBusEvent("aws.glue", "Glue Data Catalog Database") },
        detail: #"""
            {"databaseName": "shop", "typeOfChange": "CreateTable", "changedTables": ["orders"]}
            """#)
}
