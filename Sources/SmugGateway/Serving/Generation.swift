/// What requests need of one manifest: each takes the one that serves when it comes, and keeps it.
final class Generation: Sendable {
    /// Counts the manifests that a gateway has served, from 1.
    let number: Int
    let manifest: Manifest
    /// In the order of the manifest.
    let routes: [Route]
    let router: Router
    /// What is done with their answers.
    let edge: EdgeTable

    init(number: Int, _ manifest: Manifest, routes: [Route]) {
        self.number = number
        self.manifest = manifest
        self.routes = routes
        router = Router(manifest.routes)
        edge = EdgeTable(manifest)
    }
}
