/// What an operator's page does not show: secrets, and what might be one.
///
/// It rather hides too much: what stands behind it is in the manifest, where it can be read.
enum SecretRule {
    /// What stands in a secret's place.
    static let hidden = "(hidden)"

    private static let words = [
        "secret", "token", "password", "passwd", "passphrase", "credential", "authorization",
        "cookie", "apikey", "privatekey", "accesskey", "session",
    ]

    /// Whether what stands under a name is likely a secret.
    static func hides(name: String) -> Bool {
        let letters = name.lowercased().filter { $0.isLetter }
        return words.contains { letters.contains($0) }
    }

    /// The text, or what stands in its place where it looks like a credential.
    static func shown(_ text: String) -> String { looksSecret(text) ? hidden : text }

    /// The same where the text stands under a name.
    static func shown(_ text: String, of name: String) -> String {
        hides(name: name) ? hidden : shown(text)
    }

    static func looksSecret(_ text: String) -> Bool {
        let lowercase = text.lowercased()
        return text.contains("-----BEGIN") || holdsToken(text) || lowercase.contains("bearer ")
            || lowercase.contains("basic ") || holdsAccessKey(text) || holdsUserInfo(text)
            || words.contains { lowercase.contains($0 + "=") || lowercase.contains($0 + ": ") }
    }

    /// An access key of AWS: four letters that say what it is, and 16 letters or digits.
    private static func holdsAccessKey(_ text: String) -> Bool {
        text.split { !($0.isASCII && ($0.isUppercase || $0.isNumber)) }.contains { word in
            word.count >= 20 && ["AKIA", "ASIA", "AROA", "AIDA"].contains(word.prefix(4))
        }
    }

    /// How tokens of well-known services begin.
    private static let tokenPrefixes = [
        "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxa-", "xoxb-", "xoxp-",
        "sk_live_", "rk_live_", "npm_",
    ]

    /// One of those, or a JSON Web Token: three parts of base 64, the first an object.
    private static func holdsToken(_ text: String) -> Bool {
        let isPart = { (character: Character) in
            character.isASCII
                && (character.isLetter || character.isNumber || "-_".contains(character))
        }
        return text.split { !isPart($0) && $0 != "." }.contains { word in
            let parts = word.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 3 && word.hasPrefix("eyJ") && parts[0].count >= 12
                || word.count >= 20 && tokenPrefixes.contains { word.hasPrefix($0) }
        }
    }

    /// `scheme://user:password@host`.
    private static func holdsUserInfo(_ text: String) -> Bool {
        guard let scheme = text.firstRange(of: "://") else { return false }
        return text[scheme.upperBound...].prefix { $0 != "/" }.contains("@")
    }
}
