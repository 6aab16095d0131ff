import SmugHTTP
import SmugJSON
import SmugLoop
import SmugNet
import SmugTelemetry
import Synchronization
import Testing

@testable import SmugGateway

private typealias Fixture = RouteFixture

/// A manifest that is read again while its gateway serves.
@Suite struct ManifestReloaderTests {
    /// A place where a manifest is, and is changed by the test.
    final class Place: Sendable {
        private let content: Mutex<Result<String, ManifestReadingError>>
        let reads = Tally()
        let gate: Gate?

        init(_ text: String, gate: Gate? = nil) {
            content = Mutex(.success(text))
            self.gate = gate
        }

        func put(_ text: String) { content.withLock { $0 = .success(text) } }

        func lose() {
            content.withLock {
                $0 = .failure(ManifestReadingError("there is no file", remedy: "make one"))
            }
        }

        func read() async throws(ManifestReadingError) -> ManifestDocument {
            let text = try content.withLock { $0 }.get()
            reads.add()
            await gate?.pass()
            return ManifestDocument(Array(text.utf8), name: "gateway.yaml")
        }
    }

    private static func manifest(_ path: String, top: [String] = []) -> String {
        Fixture.manifest([Fixture.path(path)], top: top)
    }

    /// Has a manifest read again, and returns when it was.
    typealias Reload = () async -> Void

    /// Runs a gateway with `/a`, whose manifest `body` changes.
    private func run(
        _ body: @escaping @Sendable (GatewayStage, Place, Reload) async throws -> Void
    ) throws -> LogRecorder {
        let text = Self.manifest("/a")
        return try GatewayStage.run(text) { stage in
            let place = Place(text)
            let document = ManifestDocument(Array(text.utf8), name: "gateway.yaml")
            let log = stage.recorder.log()
            defer { log.flush() }
            let reloader = ManifestReloader(
                try #require(stage.running), startedWith: document, try document.manifest(),
                log: log
            ) { () throws(ManifestReadingError) in try await place.read() }
            try await body(stage, place) {
                let (reasons, reload) = AsyncStream.makeStream(of: ReloadReason.self)
                reload.yield(.signal)
                reload.finish()
                await reloader.run(reasons)
            }
        }
    }

    /// Checks that a line stands in the metrics.
    private static func expect(
        _ line: String, _ stage: GatewayStage, at location: SourceLocation = #_sourceLocation
    ) throws {
        let text = String(
            decoding: try #require(stage.running).metrics.registry.text(), as: UTF8.self)
        #expect(text.split(separator: "\n").contains(Substring(line)), sourceLocation: location)
    }

    @Test func `a changed manifest serves, and the log says which`() throws {
        let recorder = try run { stage, place, reload in
            place.put(Self.manifest("/b"))
            await reload()
            #expect(try await stage.get("/b").status == .ok)
            try await stage.get("/a").expectProblem(404, "not_found")
            try Self.expect("smug_manifest_generation 2", stage)
            try Self.expect(#"smug_manifest_reloads_total{result="adopted"} 1"#, stage)
        }
        let line = try #require(recorder.entries("reloaded").first)
        #expect(line["generation"]?.int == 2)
        #expect(line["trigger"]?.string == "signal")
        #expect(line["manifest"]?.string == "gateway.yaml")
        #expect(line["sha256"]?.string?.count == 64)
        #expect(line["newRoutes"]?.int == 1)
        #expect(line["endedRoutes"]?.int == 1)
        #expect(recorder.entries("restart_needed").isEmpty)
    }

    @Test func `a broken manifest is told with all its problems, and the old one serves`() throws {
        let recorder = try run { stage, place, reload in
            place.put("ListenAddr: nowhere\nMaxBodyBytes: -1\nSpec: { paths: {} }\n")
            await reload()
            #expect(try await stage.get("/a").status == .ok)
            #expect(try await stage.get("/readyz").status == .ok)
            try Self.expect("smug_manifest_refused 1", stage)
            try Self.expect(#"smug_manifest_reloads_total{result="refused"} 1"#, stage)
            try Self.expect("smug_manifest_generation 1", stage)
            place.put(Self.manifest("/b"))
            await reload()
            try Self.expect("smug_manifest_refused 0", stage)
            #expect(try await stage.get("/b").status == .ok)
        }
        let line = try #require(recorder.entries("reload_refused").first)
        #expect(line["level"]?.string == "error")
        #expect(line["problems"]?.int == 3)
        let first = try #require(line["first"]?.array)
        #expect(first.map { $0["line"]?.int } == [1, 2, 3])
        #expect(first[1]["column"]?.int == 15)
        #expect(first[1]["path"]?.string == "MaxBodyBytes")
        #expect(first[1]["problem"]?.string?.contains("-1") == true)
        #expect(first[1]["remedy"]?.string?.isEmpty == false)
    }

    @Test(arguments: [0, 1])
    func `of many problems as many are written as the limit says`(more: Int) throws {
        let limit = ManifestReloader.maxLoggedProblems
        let recorder = try run { stage, place, reload in
            let unknown = (0..<limit + more).map { "\(String(repeating: "k", count: 900))\($0): 1" }
            place.put(Self.manifest("/a", top: unknown))
            await reload()
        }
        let line = try #require(recorder.entries("reload_refused").first)
        #expect(line["problems"]?.int == limit + more)
        let first = try #require(line["first"]?.array)
        #expect(first.count == limit)
        let lengths = first.compactMap { $0["path"]?.string?.count }
        #expect(lengths.allSatisfy { $0 == ManifestReloader.maxProblemLength + 1 })
    }

    @Test func `a manifest that cannot be read changes nothing, until it can be`() throws {
        let recorder = try run { stage, place, reload in
            place.lose()
            await reload()
            #expect(try await stage.get("/a").status == .ok)
            try Self.expect("smug_manifest_refused 1", stage)
            try Self.expect(#"smug_manifest_reloads_total{result="unreadable"} 1"#, stage)
            place.put(Self.manifest("/a"))
            await reload()
            try Self.expect("smug_manifest_refused 0", stage)
        }
        let line = try #require(recorder.entries("reload_refused").first)
        #expect(line["reason"]?.string == "there is no file")
        #expect(recorder.entries("reloaded").first?["keptRoutes"]?.int == 1)
    }

    @Test func `a place out of reach is told until it is reached`() throws {
        _ = try run { stage, place, reload in
            let running = try #require(stage.running)
            running.manifestIsOutOfReach()
            try Self.expect("smug_manifest_refused 1", stage)
            try Self.expect(#"smug_manifest_reloads_total{result="unreadable"} 1"#, stage)
            await reload()
            try Self.expect("smug_manifest_refused 0", stage)
            place.put("{")
            await reload()
            running.manifestIsOutOfReach()
            await reload()
            try Self.expect(#"smug_manifest_reloads_total{result="unchanged"} 2"#, stage)
            try Self.expect("smug_manifest_refused 1", stage)
        }
    }

    @Test func `the same bytes are no change`() throws {
        let recorder = try run { stage, place, reload in
            await reload()
            try Self.expect("smug_manifest_generation 1", stage)
            try Self.expect(#"smug_manifest_reloads_total{result="unchanged"} 1"#, stage)
        }
        #expect(recorder.entries("reload_unchanged").count == 1)
        #expect(recorder.entries("reloaded").isEmpty)
    }

    @Test func `what needs a start is told, and is told until it is what serves`() throws {
        let recorder = try run { stage, place, reload in
            let port = #""127.0.0.1:1""#
            let moved = Self.manifest("/a").replacing("127.0.0.1:0", with: port)
            place.put(moved + "\nAwsRegion: eu-west-1")
            await reload()
            let answer = try await stage.get("/a")
            #expect(answer.status == .ok)
            place.put(moved)
            await reload()
            place.put(Self.manifest("/a"))
            await reload()
        }
        let lines = recorder.entries("restart_needed").map { line in
            line["keys"]?.array?.compactMap(\.string)
        }
        #expect(lines == [["ListenAddr", "AwsRegion"], ["ListenAddr"]])
        #expect(recorder.entries("reloaded").count == 3)
    }

    @Test func `of the reloads that are asked for during one the latest is done`() throws {
        let text = Self.manifest("/a")
        let recorder = try GatewayStage.run(text) { stage in
            let gate = Gate()
            let place = Place(Self.manifest("/b"), gate: gate)
            let document = ManifestDocument(Array(text.utf8), name: "gateway.yaml")
            let log = stage.recorder.log()
            defer { log.flush() }
            let reloader = ManifestReloader(
                try #require(stage.running), startedWith: document, try document.manifest(),
                log: log
            ) { () throws(ManifestReadingError) in try await place.read() }
            let (reasons, reload) = AsyncStream.makeStream(
                of: ReloadReason.self, bufferingPolicy: .bufferingNewest(1))
            reload.yield(.file)
            async let reloading: Void = reloader.run(reasons)
            await place.reads.reaches(1)
            place.put(Self.manifest("/c"))
            for _ in 0..<10 { reload.yield(.file) }
            reload.yield(.signal)
            reload.finish()
            gate.open()
            await reloading
            #expect(place.reads.count == 2)
            #expect(try await stage.get("/c").status == .ok)
        }
        let triggers = recorder.entries("reloaded").map { $0["trigger"]?.string }
        #expect(triggers == ["file", "signal"])
    }
}
