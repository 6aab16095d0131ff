internal import SmugLoop

/// What a handler has put off until after its answer: done in order, within the deadline.
struct BackgroundWork {
    let context: LambdaContext
    let loop: EventLoop

    /// Returns when all is done, or has ended after its cancellation at the deadline.
    func run() async {
        let work = context.takeBackgroundWork()
        guard !work.isEmpty else { return }
        let deadline = EventLoop.now.advanced(by: context.remainingTime)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await perform(work)
                return true
            }
            group.addTask {
                try? await loop.sleep(until: deadline)
                return false
            }
            if await group.next() == false {
                context.log.warn("work after the answer is cancelled: the deadline has come")
            }
            group.cancelAll()
        }
    }

    private func perform(_ first: [LambdaContext.State.Work]) async {
        var work = first
        while !work.isEmpty {
            for step in work {
                do {
                    try await step()
                } catch {
                    context.log.error(
                        "work after the answer failed", ErrorDocument(error).fields)
                }
            }
            // What the work itself has put off.
            work = context.takeBackgroundWork()
        }
    }
}
