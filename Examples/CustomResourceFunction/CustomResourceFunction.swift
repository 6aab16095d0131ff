import SmugCloudFormation
import SmugEvents
import SmugJSON
import SmugLambda

/// A resource that is a name: a title in the form that buckets and hosts take, for which templates
/// have no function of their own.
@main struct CustomResourceFunction {
    struct Properties: Codable, Equatable {
        let title: String

        private enum CodingKeys: String, CodingKey { case title = "Title" }
    }

    /// Told to who deploys the stack, as the reason of the failure.
    struct Unnameable: Error, CustomStringConvertible {
        let title: String

        var description: String { "Title \"\(title)\" has no letter or digit to make a name of" }
    }

    static func main() {
        LambdaFunction(customResource: {
            (request: CloudFormationRequest<Properties>, context) in
            // There is nothing to take back. The properties may be missing: of a template that was
            // never served.
            if request.requestType == .delete { return request.success() }
            let title = request.resourceProperties?.title ?? ""
            let name = name(of: title)
            guard !name.isEmpty else { throw Unnameable(title: title) }
            context.log.info("named", ["name": .string(name)])
            // Another name than before replaces the resource: the old one is deleted later.
            return request.success(physicalResourceId: name, data: ["Name": .string(name)])
        }).run()
    }

    /// Letters and digits in lower case, with hyphens for what is between them.
    static func name(of title: String) -> String {
        let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.joined(separator: "-")
    }
}
