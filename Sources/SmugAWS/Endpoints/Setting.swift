/// A setting of the SDKs that a variable or a key of the profile gives; the variable comes first.
struct Setting: Hashable {
    let variable: String
    let key: String

    static let metadataDisabled = Setting(
        variable: "AWS_EC2_METADATA_DISABLED", key: "ec2_metadata_disabled")
    static let metadataEndpoint = Setting(
        variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT", key: "ec2_metadata_service_endpoint")
    static let metadataMode = Setting(
        variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        key: "ec2_metadata_service_endpoint_mode")
    /// In seconds.
    static let metadataTimeout = Setting(
        variable: "AWS_METADATA_SERVICE_TIMEOUT", key: "metadata_service_timeout")
    static let metadataAttempts = Setting(
        variable: "AWS_METADATA_SERVICE_NUM_ATTEMPTS", key: "metadata_service_num_attempts")
    static let stsRegionalEndpoints = Setting(
        variable: "AWS_STS_REGIONAL_ENDPOINTS", key: "sts_regional_endpoints")
    static let usesFIPS = Setting(variable: "AWS_USE_FIPS_ENDPOINT", key: "use_fips_endpoint")
    static let usesDualStack = Setting(
        variable: "AWS_USE_DUALSTACK_ENDPOINT", key: "use_dualstack_endpoint")
    static let ignoresConfiguredEndpoints = Setting(
        variable: "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", key: "ignore_configured_endpoint_urls")
}

/// Looks settings up in the environment, then in a profile; empty counts as not set.
struct SettingLookup {
    let environment: [String: String]
    let profile: SharedConfiguration

    subscript(setting: Setting) -> String? {
        environment[setting.variable].flatMap { $0.isEmpty ? nil : $0 } ?? profile[setting.key]
    }
}
