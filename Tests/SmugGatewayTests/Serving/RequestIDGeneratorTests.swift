import Testing

@testable import SmugGateway

@Suite struct RequestIDGeneratorTests {
    @Test func `an id is a version 4 UUID behind its prefix`() {
        let ids = RequestIDGenerator()
        for _ in 0..<1000 {
            let id = String(decoding: ids.next().id, as: UTF8.self)
            let groups = id.split(separator: "-", omittingEmptySubsequences: false)
            #expect(groups.map(\.utf8.count) == [1, 8, 4, 4, 4, 12])
            #expect(groups.first == "r")
            #expect(groups[3].first == "4")
            #expect(groups[4].first.map { "89ab".contains($0) } == true)
            #expect(
                groups.dropFirst().joined().allSatisfy { "0123456789abcdef".contains($0) })
        }
    }

    @Test func `no two are alike, within a process and between two`() async {
        let generators = [RequestIDGenerator(), RequestIDGenerator()]
        let ids = await withTaskGroup(of: [[UInt8]].self) { tasks in
            for generator in generators {
                for _ in 0..<4 {
                    tasks.addTask { (0..<2000).map { _ in generator.next().id } }
                }
            }
            return await tasks.reduce(into: Set<[UInt8]>()) { $0.formUnion($1) }
        }
        #expect(ids.count == 16_000)
    }

    @Test func `numbers count from 1`() {
        let ids = RequestIDGenerator()
        #expect((1...5).allSatisfy { ids.next().number == $0 })
    }
}
