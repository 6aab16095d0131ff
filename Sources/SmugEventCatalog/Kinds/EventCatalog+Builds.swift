internal import SmugEvents
internal import SmugJSON

extension EventCatalog {
    /// Events of a bus, by source and type.
    static let builds = [
        codeBuildPhase, codeBuildState, codeDeploy, codePipeline, codeCommitChange,
        ecrScan, ecrAction,
    ]

    private static let codeBuildPhase = busKind(
        "codebuild-phase", CodeBuildPhaseChange.self, "aws.codebuild",
        "CodeBuild Build Phase Change", "a phase of a build that is over",
        when: { $0.isBusEvent("aws.codebuild", "CodeBuild Build Phase") },
        detail: #"""
            {
              "completed-phase": "COMPLETED",
              "project-name": "orders",
              "build-id": "arn:aws:codebuild:eu-west-1:111122223333:build/orders:a",
              "completed-phase-context": "[]",
              "additional-information": {"timeout-in-minutes": 60, "build-complete": true, "build-number": 55},
              "completed-phase-status": "SUCCEEDED",
              "completed-phase-duration-seconds": 4,
              "version": "1",
              "completed-phase-start": "Mar 12, 2024 7:03:21 PM",
              "completed-phase-end": "Mar 12, 2024 7:03:58 PM"
            }
            """#)

    private static let codeBuildState = busKind(
        "codebuild", CodeBuildStateChange.self, "aws.codebuild", "CodeBuild Build State Change",
        "a build's new state",
        when: { $0.isBusEvent("aws.codebuild", "") },
        detail: #"""
            {
              "build-status": "FAILED",
              "project-name": "orders",
              "build-id": "arn:aws:codebuild:eu-west-1:111122223333:build/orders:a",
              "additional-information": {
                "artifact": {"md5sum": "da9c44c8a9a3cd4b443126e823168fEX", "location": "arn:aws:s3:::out/a.zip"},
                "environment": {
                  "image": "aws/codebuild/standard:7.0",
                  "privileged-mode": false,
                  "compute-type": "BUILD_GENERAL1_SMALL",
                  "type": "LINUX_CONTAINER",
                  "environment-variables": [{"name": "A", "type": "PLAINTEXT", "value": "b"}]
                },
                "timeout-in-minutes": 60.0,
                "build-complete": true,
                "build-number": 55.0,
                "initiator": "jo",
                "build-start-time": "Mar 12, 2024 7:02:29 PM",
                "source": {"location": "orders", "type": "CODECOMMIT"},
                "logs": {"group-name": "g", "stream-name": "s", "deep-link": "https://console.aws.amazon.com/a"},
                "phases": [
                  {
                    "phase-context": ["COMMAND_EXECUTION_ERROR"],
                    "start-time": "Mar 12, 2024 7:02:29 PM",
                    "end-time": "Mar 12, 2024 7:02:30 PM",
                    "duration-in-seconds": 1,
                    "phase-type": "BUILD",
                    "phase-status": "FAILED"
                  }
                ]
              },
              "current-phase": "COMPLETED",
              "current-phase-context": "[]",
              "version": "1"
            }
            """#)

    private static let codeDeploy = busKind(
        "codedeploy", CodeDeployDetail.self, "aws.codedeploy",
        "CodeDeploy Deployment State-change Notification",
        "a deployment's or an instance's new state",
        when: { $0.isBusEvent("aws.codedeploy", "") },
        detail: #"""
            {
              "instanceGroupId": "9fd2fbef-2157-40d8-91e7-6845af69e2d2",
              "region": "eu-west-1",
              "application": "orders",
              "deploymentId": "d-123456789",
              "state": "START",
              "deploymentGroup": "live"
            }
            """#)

    private static let codePipeline = busKind(
        "codepipeline", CodePipelineDetail.self, "aws.codepipeline",
        "CodePipeline Action Execution State Change",
        "the new state of a pipeline, a stage or an action",
        when: { $0.isBusEvent("aws.codepipeline", "") },
        detail: #"""
            {
              "pipeline": "orders",
              "version": 1.0,
              "execution-id": "01234567-0123-0123-0123-012345678901",
              "stage": "Live",
              "action": "deploy",
              "state": "STARTED",
              "region": "eu-west-1",
              "type": {"owner": "AWS", "category": "Deploy", "provider": "CodeDeploy", "version": "1"},
              "input-artifacts": [{"name": "source", "s3location": {"bucket": "a", "key": "b"}}]
            }
            """#)

    private static let codeCommitChange = busKind(
        "codecommit-change", CodeCommitRepositoryChange.self, "aws.codecommit",
        "CodeCommit Repository State Change", "a branch, tag or pull request that changed",
        when: { $0.isBusEvent("aws.codecommit", "") },
        detail: #"""
            {
              "event": "referenceUpdated",
              "repositoryName": "orders",
              "repositoryId": "12345678-1234-5678-abcd-12345678abcd",
              "referenceType": "branch",
              "referenceName": "main",
              "referenceFullName": "refs/heads/main",
              "commitId": "7f0103fMERGE",
              "oldCommitId": "3e5983DESTINATION"
            }
            """#)

    private static let ecrScan = busKind(
        "ecr-scan", ECRImageScan.self, "aws.ecr", "ECR Image Scan", "a scan of an image",
        when: { $0.isBusEvent("aws.ecr", "ECR Image Scan") },
        detail: #"""
            {
              "scan-status": "COMPLETE",
              "repository-name": "orders",
              "finding-severity-counts": {"CRITICAL": 1, "HIGH": 0, "UNTRIAGED": 3},
              "image-digest": "sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234",
              "image-tags": ["latest"]
            }
            """#)

    private static let ecrAction = busKind(
        "ecr-action", ECRImageAction.self, "aws.ecr", "ECR Image Action",
        "an image that was pushed or deleted",
        when: { $0.isBusEvent("aws.ecr", "") },
        detail: #"""
            {
              "result": "SUCCESS",
              "repository-name": "orders",
              "image-digest": "sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234",
              "action-type": "PUSH",
              "image-tag": "latest"
            }
            """#)
}
