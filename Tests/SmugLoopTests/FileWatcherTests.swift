import Glibc
import SmugLoop
import TestSupport
import Testing

@Suite struct FileWatcherTests {
    struct Change: CustomTestStringConvertible, Sendable {
        let name: String
        /// Shell words that lay out the files; the watched one is `file`.
        let before: String
        let after: String

        var testDescription: String { name }
    }

    @Test(arguments: [
        Change(name: "written in place", before: "echo a > file", after: "echo b >> file"),
        Change(
            name: "the same length, written in place", before: "echo a > file",
            after: "echo b > file"),
        Change(
            name: "replaced by a rename, as editors do", before: "echo a > file",
            after: "echo b > .file.swp && mv .file.swp file"),
        Change(
            name: "removed and made anew", before: "echo a > file",
            after: "rm file && echo b > file"),
        Change(name: "removed", before: "echo a > file", after: "rm file"),
        Change(name: "made", before: "true", after: "echo b > file"),
        Change(
            name: "a link that is pointed elsewhere",
            before: "echo a > one && echo b > two && ln -s one file",
            after: "ln -s two next && mv -T next file"),
        Change(
            name: "a directory behind two links, as Kubernetes swaps it",
            before: """
                mkdir v1 v2 && echo a > v1/file && echo b > v2/file && ln -s v1 ..data
                ln -s ..data/file file
                """,
            after: "ln -s v2 ..next && mv -T ..next ..data && rm -r v1"),
        Change(
            name: "written in place behind a link to another directory",
            before: "mkdir far && echo a > far/file && ln -s far/file file",
            after: "echo b >> far/file"),
        Change(
            name: "its directory is replaced", before: "echo a > file",
            after:
                "mkdir ../next && echo b > ../next/file && rm -r ../watched && mv ../next ../watched"
        ),
    ])
    func `a change is told, however it is made`(change: Change) throws {
        try withDirectory { directory in
            try Self.shell(change.before, in: directory)
            try Self.waitForNewTimes(in: directory)
            try TestLoop.run { loop in
                let told = Shared(0)
                let watcher = FileWatcher(
                    ["\(directory)/file"], on: loop, interval: .milliseconds(50)
                ) { told.change { $0 += 1 } }
                while told.value == 0 { await loop.nextTurn() }
                try Self.shell(change.after, in: directory)
                while told.value == 1 { await loop.nextTurn() }
                // At rest again, nothing more is told.
                for _ in 0..<5 { try await loop.sleep(for: .milliseconds(50)) }
                #expect(told.value == 2)
                watcher.close()
                watcher.close()
            }
        }
    }

    @Test func `an event is enough, without a look at an interval`() throws {
        try withDirectory { directory in
            try Self.shell("echo a > file", in: directory)
            try TestLoop.run { loop in
                let told = Shared(0)
                let watcher = FileWatcher(
                    ["\(directory)/file", "\(directory)/other"], on: loop, interval: .seconds(1_000)
                ) { told.change { $0 += 1 } }
                while told.value == 0 { await loop.nextTurn() }
                try Self.shell("echo b > other", in: directory)
                while told.value == 1 { await loop.nextTurn() }
                watcher.close()
            }
        }
    }

    @Test func `after its close nothing is told`() throws {
        try withDirectory { directory in
            try Self.shell("echo a > file", in: directory)
            try Self.waitForNewTimes(in: directory)
            try TestLoop.run { loop in
                let told = Shared<[String]>([])
                let first = FileWatcher(["\(directory)/file"], on: loop) {
                    told.change { $0.append("closed") }
                }
                let second = FileWatcher(["\(directory)/file"], on: loop) {
                    told.change { $0.append("open") }
                }
                first.close()
                while told.value.isEmpty { await loop.nextTurn() }
                try Self.shell("echo b > file", in: directory)
                while told.value.count == 1 { await loop.nextTurn() }
                second.close()
                #expect(told.value == ["open", "open"])
            }
        }
    }

    private static func shell(_ words: String, in directory: String) throws {
        let status = system("set -e; cd '\(directory)'; \(words)")
        try #require(status == 0)
    }

    /// Returns when a file that is written gets another time than those that are there: many file
    /// systems count in steps of some milliseconds.
    private static func waitForNewTimes(in directory: String) throws {
        let path = "\(directory)/../clock"
        try shell("echo a > ../clock", in: directory)
        let before = FileFingerprint(of: path)
        while FileFingerprint(of: path) == before {
            let file = try #require(fopen(path, "w"))
            fputs("b\n", file)
            fclose(file)
        }
    }

    private func withDirectory(_ body: (String) throws -> Void) throws {
        var name = Array("/tmp/smug-watch-XXXXXX".utf8CString)
        try #require(mkdtemp(&name) != nil)
        let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { system("rm -r '\(path)'") }
        try Self.shell("mkdir watched", in: path)
        try body("\(path)/watched")
    }
}
