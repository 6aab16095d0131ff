import Testing

@testable import SmugLoop

@Suite struct FileChangesTests {
    /// What one look found, by the number of the file there, when, and whether a change is told.
    struct Look: Sendable {
        let at: UInt64
        let files: [UInt64?]
        let tells: Bool
    }

    struct Story: CustomTestStringConvertible, Sendable {
        let name: String
        let looks: [Look]

        var testDescription: String { name }
    }

    @Test(arguments: [
        Story(
            name: "nothing changes",
            looks: [
                Look(at: 0, files: [1, 2], tells: false),
                Look(at: 500, files: [1, 2], tells: false),
            ]),
        Story(
            name: "a change is told once it has rested",
            looks: [
                Look(at: 10, files: [3, 2], tells: false),
                Look(at: 109, files: [3, 2], tells: false),
                Look(at: 110, files: [3, 2], tells: true),
                Look(at: 300, files: [3, 2], tells: false),
            ]),
        Story(
            name: "each further change waits anew",
            looks: [
                Look(at: 10, files: [3, 2], tells: false),
                Look(at: 100, files: [3, 4], tells: false),
                Look(at: 150, files: [3, 4], tells: false),
                Look(at: 200, files: [3, 4], tells: true),
            ]),
        Story(
            name: "a file that goes and comes back as it was is no change",
            looks: [
                Look(at: 10, files: [nil, 2], tells: false),
                Look(at: 50, files: [1, 2], tells: false),
                Look(at: 200, files: [1, 2], tells: false),
            ]),
        Story(
            name: "a file that goes is a change, and one that comes",
            looks: [
                Look(at: 10, files: [1, nil], tells: false),
                Look(at: 110, files: [1, nil], tells: true),
                Look(at: 200, files: [1, 5], tells: false),
                Look(at: 300, files: [1, 5], tells: true),
            ]),
    ])
    func `a change is told when the files are at rest`(story: Story) {
        var changes = FileChanges(Self.files([1, 2]), quietTime: .nanoseconds(100))
        for look in story.looks {
            let time = MonotonicTime(nanoseconds: look.at)
            #expect(changes.looked(Self.files(look.files), at: time) == look.tells, "\(look)")
        }
    }

    private static func files(_ numbers: [UInt64?]) -> [FileFingerprint?] {
        numbers.map { $0.map(FileFingerprint.init) }
    }
}
