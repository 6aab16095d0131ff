extension DocumentProblem {
    static func tooLarge(_ limits: YAMLLimits) -> DocumentProblem {
        DocumentProblem(
            at: .start, "is larger than \(limits.maxBytes) bytes",
            remedy: "remove what the gateway does not read, such as examples and schemas")
    }

    static func tooDeep(_ limits: YAMLLimits, at position: TextPosition) -> DocumentProblem {
        DocumentProblem(
            at: position, "nests deeper than \(limits.maxDepth) levels",
            remedy: "flatten this part of the document")
    }

    static func tooManyNodes(_ limits: YAMLLimits, at position: TextPosition) -> DocumentProblem {
        DocumentProblem(
            at: position, "holds more than \(limits.maxNodes) values with its aliases expanded",
            remedy: "remove what the gateway does not read, and use fewer aliases")
    }
}
