internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    /// Events of a bus, by source and type.
    static let computing = [
        autoScaling, ec2State, ec2Spot, ec2Rebalance, ebs,
        ecsTask, ecsDeployment, batch, stepFunctions, opsWorksInstance,
        opsWorksCommand, opsWorksDeployment, opsWorksAlert, sms, ssm,
        gameLiftMatch, gameLiftPlacement,
    ]

    private static let autoScaling = busKind(
        "autoscaling", AutoScalingDetail.self, "aws.autoscaling",
        "EC2 Instance-terminate Lifecycle Action",
        "an instance of a group that starts, ends or waits",
        when: { $0.isBusEvent("aws.autoscaling", "") },
        detail: #"""
            {
              "LifecycleActionToken": "87654321-4321-4321-4321-210987654321",
              "AutoScalingGroupName": "web",
              "LifecycleHookName": "drain",
              "EC2InstanceId": "i-1234567890abcdef0",
              "LifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING",
              "NotificationMetadata": "additional-info",
              "Origin": "AutoScalingGroup",
              "Destination": "EC2",
              "Details": {"Availability Zone": "eu-west-1b"}
            }
            """#)

    private static let ec2State = busKind(
        "ec2-state", EC2StateChange.self, "aws.ec2", "EC2 Instance State-change Notification",
        "an instance's new state",
        when: { $0.isBusEvent("aws.ec2", "EC2 Instance State-change") },
        detail: #"{"instance-id": "i-1234567890abcdef0", "state": "shutting-down"}"#)

    private static let ec2Spot = busKind(
        "ec2-spot-interruption", EC2SpotInterruption.self, "aws.ec2",
        "EC2 Spot Instance Interruption Warning", "a spot instance that will be taken back",
        when: { $0.isBusEvent("aws.ec2", "EC2 Spot Instance Interruption") },
        detail: #"{"instance-id": "i-1234567890abcdef0", "instance-action": "terminate"}"#)

    private static let ec2Rebalance = busKind(
        "ec2-rebalance", EC2RebalanceRecommendation.self, "aws.ec2",
        "EC2 Instance Rebalance Recommendation", "a spot instance that is likely to be taken back",
        when: { $0.isBusEvent("aws.ec2", "EC2 Instance Rebalance") },
        detail: #"{"instance-id": "i-1234567890abcdef0"}"#)

    private static let ebs = busKind(
        "ebs", EBSNotification.self, "aws.ec2", "EBS Snapshot Notification",
        "a volume or snapshot that was made, copied or deleted",
        when: { $0.isBusEvent("aws.ec2", "EBS ") },
        detail: #"""
            {
              "event": "createSnapshot",
              "result": "succeeded",
              "cause": "",
              "request-id": "",
              "snapshot_id": "arn:aws:ec2:eu-west-1::snapshot/snap-01234567",
              "source": "arn:aws:ec2:eu-west-1::volume/vol-01234567",
              "startTime": "2024-03-12T19:00:00Z",
              "endTime": "2024-03-12T19:03:58Z"
            }
            """#)

    private static let ecsTask = busKind(
        "ecs-task", ECSTaskStateChange.self, "aws.ecs", "ECS Task State Change",
        "a task's new state",
        when: { $0.isBusEvent("aws.ecs", "ECS Task") },
        detail: #"""
            {
              "attachments": [
                {"id": "a", "type": "eni", "status": "ATTACHED", "details": [{"name": "subnetId", "value": "subnet-1"}]}
              ],
              "availabilityZone": "eu-west-1b",
              "clusterArn": "arn:aws:ecs:eu-west-1:111122223333:cluster/orders",
              "connectivity": "CONNECTED",
              "connectivityAt": "2024-03-12T19:03:58.123Z",
              "containers": [
                {
                  "containerArn": "arn:aws:ecs:eu-west-1:111122223333:container/a",
                  "exitCode": 1,
                  "lastStatus": "STOPPED",
                  "name": "app",
                  "image": "app:1",
                  "networkInterfaces": [{"attachmentId": "a", "privateIpv4Address": "10.0.0.1"}],
                  "cpu": "0"
                }
              ],
              "cpu": "256",
              "desiredStatus": "STOPPED",
              "lastStatus": "STOPPED",
              "overrides": {"containerOverrides": [{"name": "app"}]},
              "stopCode": "EssentialContainerExited",
              "taskArn": "arn:aws:ecs:eu-west-1:111122223333:task/orders/a",
              "taskDefinitionArn": "arn:aws:ecs:eu-west-1:111122223333:task-definition/orders:1",
              "updatedAt": "2024-03-12T19:03:58.123Z",
              "version": 4
            }
            """#)

    private static let ecsDeployment = busKind(
        "ecs-deployment", ECSDeploymentStateChange.self, "aws.ecs", "ECS Deployment State Change",
        "a deployment's new state",
        when: { $0.isBusEvent("aws.ecs", "ECS Deployment") },
        detail: #"""
            {
              "eventType": "ERROR",
              "eventName": "SERVICE_DEPLOYMENT_FAILED",
              "deploymentId": "ecs-svc/123",
              "updatedAt": "2024-03-12T19:03:58Z",
              "reason": "ECS deployment circuit breaker: task failed to start."
            }
            """#)

    private static let batch = busKind(
        "batch-job", BatchJobStateChange.self, "aws.batch", "Batch Job State Change",
        "a job's new state",
        when: { $0.isBusEvent("aws.batch", "Batch Job") },
        detail: #"""
            {
              "jobArn": "arn:aws:batch:eu-west-1:111122223333:job/a",
              "jobName": "nightly",
              "jobId": "a",
              "jobQueue": "arn:aws:batch:eu-west-1:111122223333:job-queue/q",
              "status": "RUNNABLE",
              "attempts": [],
              "createdAt": 1710270238123,
              "retryStrategy": {"attempts": 2},
              "dependsOn": [],
              "parameters": {},
              "container": {"command": ["sleep", "600"], "vcpus": 2, "memory": 256}
            }
            """#)

    private static let stepFunctions = busKind(
        "step-functions", StepFunctionsStatusChange.self, "aws.states",
        "Step Functions Execution Status Change", "an execution's new state",
        when: { $0.isBusEvent("aws.states", "") },
        detail: #"""
            {
              "executionArn": "arn:aws:states:eu-west-1:111122223333:execution:orders:a",
              "stateMachineArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:orders",
              "name": "a",
              "status": "SUCCEEDED",
              "startDate": 1710270238123,
              "stopDate": 1710270239123,
              "input": "{}",
              "output": "{\"done\": true}",
              "inputDetails": {"included": true},
              "outputDetails": {"included": true},
              "error": null,
              "cause": null
            }
            """#)

    private static let opsWorksInstance = busKind(
        "opsworks-instance", OpsWorksInstanceStateChange.self, "aws.opsworks",
        "OpsWorks Instance State Change", "an instance's new state",
        when: { $0.isBusEvent("aws.opsworks", "OpsWorks Instance") },
        detail: #"""
            {
              "initiated_by": "user",
              "hostname": "testing1",
              "stack-id": "acd3df16",
              "layer-ids": ["c1a2b3"],
              "instance-id": "a648d98f",
              "ec2-instance-id": "i-08b9bd3a",
              "status": "requested"
            }
            """#)

    private static let opsWorksCommand = busKind(
        "opsworks-command", OpsWorksCommandStateChange.self, "aws.opsworks",
        "OpsWorks Command State Change", "a command's new state",
        when: { $0.isBusEvent("aws.opsworks", "OpsWorks Command") },
        detail: #"""
            {"command-id": "acc9a9cf", "instance-id": "f2a2b3", "type": "setup", "status": "successful"}
            """#)

    private static let opsWorksDeployment = busKind(
        "opsworks-deployment", OpsWorksDeploymentStateChange.self, "aws.opsworks",
        "OpsWorks Deployment State Change", "a deployment's new state",
        when: { $0.isBusEvent("aws.opsworks", "OpsWorks Deployment") },
        detail: #"""
            {"duration": 16, "stack-id": "acd3df16", "instance-ids": ["a648d98f"], "deployment-id": "606419dc", "command": "deploy", "status": "successful"}
            """#)

    private static let opsWorksAlert = busKind(
        "opsworks-alert", OpsWorksAlert.self, "aws.opsworks", "OpsWorks Alert",
        "an alert of OpsWorks",
        when: { $0.isBusEvent("aws.opsworks", "") },
        detail: #"""
            {"stack-id": "acd3df16", "instance-id": "b692c3", "type": "InstanceStop", "message": "The shutdown took too long."}
            """#)

    private static let sms = busKind(
        "sms", SMSJobStateChange.self, "aws.sms", "Server Migration Job State Change",
        "a server migration job's new state",
        when: { $0.isBusEvent("aws.sms", "") },
        detail: #"""
            {"state": "Active", "replication-run-id": "sms-run-1", "replication-job-id": "sms-job-1", "version": "1.0"}
            """#)

    private static let ssm = busKind(
        "ssm", SSMDetail.self, "aws.ssm", "EC2 Command Status-change Notification",
        "a step of Systems Manager",
        when: { $0.isBusEvent("aws.ssm", "") },
        detail: #"""
            {
              "command-id": "e8d3c0e4-71f7-4491-898f-c9b35bee5f3b",
              "document-name": "AWS-RunPowerShellScript",
              "expire-after": "2024-03-12T22:01:30.049Z",
              "parameters": {"executionTimeout": ["3600"], "commands": ["date"]},
              "requested-date-time": "2024-03-12T21:01:30.049Z",
              "status": "Success"
            }
            """#)

    private static let gameLiftMatch = busKind(
        "gamelift-matchmaking", GameLiftMatchmaking.self, "aws.gamelift",
        "GameLift Matchmaking Event", "a matchmaking ticket's progress",
        when: { $0.isBusEvent("aws.gamelift", "GameLift Matchmaking") },
        detail: #"""
            {
              "tickets": [
                {"ticketId": "t-1", "startTime": "2024-03-12T19:03:58.123Z", "players": [{"playerId": "p-1", "team": "red"}]}
              ],
              "acceptance": "TimedOut",
              "acceptanceRequired": true,
              "acceptanceTimeout": 600,
              "estimatedWaitMillis": "NOT_AVAILABLE",
              "type": "PotentialMatchCreated",
              "gameSessionInfo": {"players": [{"playerId": "p-1", "accepted": false}]},
              "ruleEvaluationMetrics": [{"ruleName": "EvenSkill", "passedCount": 3, "failedCount": 0}],
              "matchId": "3faf26ac-f06e-43e5-8d86-08feff26f692"
            }
            """#)

    private static let gameLiftPlacement = busKind(
        "gamelift-placement", GameLiftPlacement.self, "aws.gamelift",
        "GameLift Queue Placement Event", "a session's placement",
        when: { $0.isBusEvent("aws.gamelift", "") },
        detail: #"""
            {
              "placementId": "p-1",
              "port": "6262",
              "gameSessionArn": "arn:aws:gamelift:eu-west-1::gamesession/fleet-1/a",
              "ipAddress": "192.0.2.1",
              "dnsName": "a.example.com",
              "startTime": "2024-03-12T19:03:58Z",
              "endTime": "2024-03-12T19:04:58Z",
              "type": "PlacementFulfilled",
              "gameSessionRegion": "eu-west-1",
              "placedPlayerSessions": [{"playerId": "p-1", "playerSessionId": "ps-1"}]
            }
            """#)
}
