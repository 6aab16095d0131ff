import SmugLoop
import SmugTelemetry

extension TraceResource {
    /// Where this runs, as far as the environment says it: nothing is asked for, nothing guessed.
    static func detected(
        in variables: [String: String], _ host: HostFacts
    ) -> TraceResource {
        var resource = TraceResource()
        if let name = host.name { resource.set("host.name", name) }
        resource.set("process.pid", .integer(Int64(host.processID)))
        guard let platform = platform(in: variables) else { return resource }
        resource.set("cloud.provider", "aws")
        resource.set("cloud.platform", platform)
        if let region = variables["AWS_REGION"] ?? variables["AWS_DEFAULT_REGION"] {
            resource.set("cloud.region", region)
        }
        return resource
    }

    private static func platform(in variables: [String: String]) -> String? {
        let names = ["ECS_CONTAINER_METADATA_URI_V4", "ECS_CONTAINER_METADATA_URI"]
        if names.contains(where: { variables[$0] != nil }) { return "aws_ecs" }
        // Kubernetes alone may be anybody's; what gives a pod its role on EKS is EKS's own.
        guard variables["KUBERNETES_SERVICE_HOST"] != nil else { return nil }
        let token = variables["AWS_WEB_IDENTITY_TOKEN_FILE"] ?? ""
        let credentials = variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] ?? ""
        let isEKS =
            token.hasPrefix("/var/run/secrets/eks.amazonaws.com/")
            || credentials.hasPrefix("http://169.254.170.23/")
        return isEKS ? "aws_eks" : nil
    }
}
