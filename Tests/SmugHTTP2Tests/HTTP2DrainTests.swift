import SmugHTTP
import SmugHTTP2
import SmugLoop
import SmugNet
import TestSupport
import Testing

@Suite struct HTTP2DrainTests {
    @Test func `a drain is told, and what is under way is answered`() throws {
        try TestLoop.run(loops: 1) { group in
            let loop = group.loops[0]
            let gate = Shared(false)
            let clients = Shared<[HTTP2TestClient]>([])
            let ids = Shared<[Int32]>([])
            // Goes on when the server has begun to end.
            let rest = Task(executorPreference: loop) {
                while clients.value.isEmpty || ids.value.isEmpty { await loop.nextTurn() }
                let client = clients.value[0]
                try await client.wait { !client.goaways.isEmpty }
                #expect(client.goaways[0].last == .max)
                // What comes after the notice, and before its end, is served.
                gate.change { $0 = true }
                for id in ids.value { #expect(try await client.response(id).text == "ok") }
                try await client.wait { client.goaways.count == 2 }
                #expect(client.goaways[1].last == ids.value.last)
                #expect(client.goaways[1].code == 0)
                try await client.waitForEnd()
                client.close()
            }
            try await HTTP2TestServer.serve(
                on: group,
                handler: { exchange in
                    while !gate.value { await exchange.loop.nextTurn() }
                    await exchange.answer("ok")
                }
            ) { server in
                let client = try await server.connect()
                ids.change { $0 = (0..<10).map { _ in client.request() } }
                clients.change { $0 = [client] }
                while server.counters.connections == 0 { await loop.nextTurn() }
            }
            try await rest.value
        }
    }

    @Test func `a drain that takes too long answers for handlers, and breaks off answers in parts`()
        throws
    {
        try TestLoop.run(loops: 1) { group in
            let clients = Shared<[HTTP2TestClient]>([])
            let ids = Shared<[Int32]>([])
            try await HTTP2TestServer.serve(
                on: group, drainTimeout: .milliseconds(50),
                handler: { exchange in
                    if exchange.path == "/parts" {
                        let reply = await exchange.beginResponse(.ok, fields: HTTPFields())
                        try? await reply.write(Array("a part".utf8))
                    }
                    try? await exchange.loop.sleep(for: .seconds(1_000))
                }
            ) { server in
                let client = try await server.connect()
                ids.change { $0 = [client.request("GET", "/"), client.request("GET", "/parts")] }
                clients.change { $0 = [client] }
                let parts = ids.value[1]
                try await client.wait { client.responses[parts]?.body.isEmpty == false }
            }
            let client = clients.value[0]
            let refused = try await client.response(ids.value[0])
            #expect(refused.status == 503 && refused.text == "ending")
            try await client.wait { client.responses[ids.value[1]]?.closed == 2 }
            #expect(client.responses[ids.value[1]]?.isEnded == false)
            try await client.waitForEnd()
            client.close()
        }
    }

    @Test func `an idle client that does not listen is left behind`() throws {
        try TestLoop.run(loops: 1) { group in
            let clients = Shared<[RawConnection]>([])
            try await HTTP2TestServer.serve(on: group, handler: { await $0.answer("ok") }) {
                server in
                let client = try await server.connectRaw()
                _ = try await client.readFrame(ofType: 4)
                clients.change { $0 = [client] }
            }
            // It answers no ping and does not close.
            let client = clients.value[0]
            #expect(try await client.readFrame(ofType: 7).code == 0)
            #expect(try await client.readFrame(ofType: 7).code == 0)
            client.close()
        }
    }
}
