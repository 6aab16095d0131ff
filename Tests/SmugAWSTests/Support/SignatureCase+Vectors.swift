import SmugHTTP

@testable import SmugAWS

extension SignatureCase {
    /// AWS's published test suite for Signature Version 4.
    static let suite: [SignatureCase] = [
        SignatureCase(
            name: "get-vanilla",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        SignatureCase(
            name: "get-vanilla-empty-query-key", query: "Param1=value1",
            signature: "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"),
        SignatureCase(
            name: "get-vanilla-query-order-key-case", query: "Param2=value2&Param1=value1",
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        SignatureCase(
            name: "get-vanilla-query-unreserved",
            query: "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz="
                + "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            signature: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"),
        SignatureCase(
            name: "get-vanilla-query-order-encoded",
            query: "Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
            signature: "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac"),
        SignatureCase(
            name: "get-vanilla-utf8-query", query: "\u{1234}=bar",
            signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
        SignatureCase(
            name: "get-header-key-duplicate",
            fields: [("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")],
            signedNames: "host;my-header1;x-amz-date",
            signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
        SignatureCase(
            name: "get-header-value-order",
            fields: [
                ("My-Header1", "value4"), ("My-Header1", "value1"), ("My-Header1", "value3"),
                ("My-Header1", "value2"),
            ], signedNames: "host;my-header1;x-amz-date",
            signature: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"),
        SignatureCase(
            name: "get-header-value-trim",
            fields: [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")],
            signedNames: "host;my-header1;my-header2;x-amz-date",
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        SignatureCase(
            name: "get-unreserved",
            path: "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
        SignatureCase(
            name: "get-utf8", path: "/\u{1234}",
            signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        SignatureCase(
            name: "get-space", path: "/example space/",
            signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
        SignatureCase(
            name: "get-relative-relative", path: "/example1/example2/../..",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        SignatureCase(
            name: "get-slash-dot-slash", path: "/./",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        SignatureCase(
            name: "get-slash-pointless-dot", path: "/./example",
            signature: "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"),
        SignatureCase(
            name: "get-slashes", path: "//example//",
            signature: "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
        SignatureCase(
            name: "post-vanilla", method: .post,
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        SignatureCase(
            name: "post-vanilla-query", method: .post, query: "Param1=value1",
            signature: "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"),
        SignatureCase(
            name: "post-header-key-sort", method: .post, fields: [("My-Header1", "value1")],
            signedNames: "host;my-header1;x-amz-date",
            signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
        SignatureCase(
            name: "post-header-value-case", method: .post, fields: [("My-Header1", "VALUE1")],
            signedNames: "host;my-header1;x-amz-date",
            signature: "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
        SignatureCase(
            name: "post-sts-header-before", method: .post, token: SigningExample.token,
            signedNames: "host;x-amz-date;x-amz-security-token",
            signature: "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"),
        SignatureCase(
            name: "post-x-www-form-urlencoded", method: .post,
            fields: [("Content-Type", "application/x-www-form-urlencoded")], body: "Param1=value1",
            signedNames: "content-type;host;x-amz-date",
            signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
        SignatureCase(
            name: "post-x-www-form-urlencoded-parameters", method: .post,
            fields: [("Content-Type", "application/x-www-form-urlencoded; charset=utf8")],
            body: "Param1=value1", signedNames: "content-type;host;x-amz-date",
            signature: "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe"),
    ]

    private static let lambda = SigningScope(region: "eu-central-1", service: "lambda")
    private static let lambdaHost = "lambda.eu-central-1.amazonaws.com"
    private static let encodedARN =
        "arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Amy-function%3A%24LATEST"

    /// What botocore 1.44 signs.
    static let botocore: [SignatureCase] = [
        SignatureCase(
            name: "a function's name", method: .post, host: lambdaHost,
            path: "/2015-03-31/functions/hello/invocations", body: "{\"a\":1}", scope: lambda,
            signature: "31a6cdda1327c129ce2333a683959a36b21d203a32b0dfb51de8a5848c20b52f"),
        SignatureCase(
            name: "an ARN with a qualifier", method: .post, host: lambdaHost,
            path: "/2015-03-31/functions/\(encodedARN)/invocations",
            fields: [("X-Amz-Invocation-Type", "RequestResponse"), ("X-Amz-Log-Type", "Tail")],
            body: "{}", scope: lambda,
            signedNames: "host;x-amz-date;x-amz-invocation-type;x-amz-log-type",
            signature: "00065e1f522b6ee6cbba6548b67823ecf239f7665da0b23db3a28785be4fe808"),
        SignatureCase(
            name: "an ARN with a session token and no payload", method: .post, host: lambdaHost,
            path: "/2015-03-31/functions/\(encodedARN)/invocations", token: "token/with+chars==",
            scope: lambda, signedNames: "host;x-amz-date;x-amz-security-token",
            signature: "7b45cf6c566ca474819f9f7cc3f7fbbd3572ee6abea9a7087cae69d3936f3516"),
        SignatureCase(
            name: "an encoded slash and a qualifier in the query", method: .post, host: lambdaHost,
            path: "/2015-03-31/functions/a%2Fb/invocations", query: "Qualifier=%24LATEST",
            scope: lambda,
            signature: "a86ab0ed637373f9d4e7160f605246acbdbc7141d1ea873acd34b02f8f4aba8c"),
        SignatureCase(
            name: "a query with special characters",
            query: "b=2&a=x%20y&a=%2F%3D%26&c&d=~-_.&e=%2B",
            signature: "d5405805fc0acfbe9e68e341355467ad1b1ba891e47d438db20e424c0cc48a49"),
        SignatureCase(
            name: "a port and a base path", method: .post, host: "127.0.0.1:9000",
            path: "/base/2015-03-31/functions/hello/invocations", body: "[]",
            scope: SigningScope(region: "us-east-1", service: "lambda"),
            signature: "971c8c0240a0b2501cfacda5ff850185bea93d9bd26cac2e8572cb9ab7214ebb"),
        SignatureCase(
            name: "dots and an encoded space", path: "/a/./b//../c%20d/",
            signature: "0199f7d0423fc4aaa8510c8d1a13325a375f02806f0459e47fa1d30b4884f786"),
        SignatureCase(
            name: "white space in values", fields: [("X-A", "  a   b \t c "), ("X-a2", "v")],
            signedNames: "host;x-a;x-a2;x-amz-date",
            signature: "0bce40fb0c75190a6b542d4b5580b1b99c784815508d0cbbac47399e109ff295"),
        SignatureCase(
            name: "S3, its path encoded once", host: "bucket.s3.us-east-1.amazonaws.com",
            path: "/a%2Bb//c%20d/../e.yaml", query: "versionId=x",
            scope: SigningScope(region: "us-east-1", service: "s3"),
            signedNames: "host;x-amz-content-sha256;x-amz-date",
            signature: "dec1bf0a874e453f7697a6b2501a2f2bd1f2fe94f98a4ce22d79be1af2c71bad"),
    ]
}
