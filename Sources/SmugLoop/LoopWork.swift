/// What a loop has to do, as an object that is there anyway, where a closure would be one more.
package protocol LoopWork: AnyObject, Sendable {
    /// Called on the loop, once for each time that it was ordered.
    func runOnLoop()
}
