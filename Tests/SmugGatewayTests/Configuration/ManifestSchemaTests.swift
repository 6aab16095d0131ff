import SmugJSON
import SmugLoop
import Testing

@testable import SmugGateway

/// What the schema says of manifests is tested from outside, by a validator.
@Suite struct ManifestSchemaTests {
    @Test func `the schema in the repository is what the declarations make`() throws {
        let path = #filePath.replacing(
            "Tests/SmugGatewayTests/Configuration/ManifestSchemaTests.swift",
            with: "docs/manifest.schema.json")
        let kept = try #require(try LocalFile.read(path))
        let made = ManifestSchema.document.indented
        #expect(
            kept == made,
            "make it again: swift run smug schema > docs/manifest.schema.json")
    }

    @Test func `every section has a name of its own`() {
        var sections: [String: [String]] = [:]
        func visit(_ shape: ManifestShape) {
            switch shape {
            case .section(let section):
                let names = section.keys.map(\.name)
                #expect(sections[section.name, default: names] == names, "\(section.name)")
                sections[section.name] = names
                for key in section.keys { visit(key.shape) }
            case .list(let item), .map(_, let item): visit(item)
            case .either(let first, let second):
                visit(first)
                visit(second)
            default: break
            }
        }
        visit(.section(GatewayKeys.section))
        #expect(sections.count > 10)
    }

    @Test func `rules name keys of their section`() {
        func names(_ condition: ManifestCondition) -> [String] {
            switch condition {
            case .given(let name), .says(let name, _): [name]
            case .not(let inner): names(inner)
            }
        }
        for section in [GatewayKeys.section, BatchingKeys.section, OperationKeys.section] {
            let known = Set(section.keys.map(\.name))
            for rule in section.rules {
                let named: [String] =
                    switch rule {
                    case .exactlyOne(let all), .atMostOne(let all): all
                    case .mayMiss(let name, let conditions): [name] + conditions.flatMap(names)
                    case .none(let all, let condition): all + names(condition)
                    case .fixed(let name, _, let condition): [name] + names(condition)
                    }
                #expect(known.isSuperset(of: named), "\(section.name): \(named)")
            }
        }
    }

    @Test func `every key says what it is for`() {
        let keys = [
            GatewayKeys.section, BatchingKeys.section, OperationKeys.section, PathItemKeys.section,
            LocalFunctionKeys.section,
        ].flatMap(\.keys)
        for key in keys {
            #expect(key.summary.hasSuffix("."), "\(key.name)")
            #expect(key.summary.count > 10, "\(key.name)")
        }
    }
}
