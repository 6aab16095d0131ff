/// How an invocation ended, as far as its function's limit is concerned.
enum InvocationEnd: Hashable, Sendable {
    /// Lambda ran the function, whatever came of it.
    case served
    /// Lambda had no room for it.
    case throttled
    /// It says nothing of what Lambda has room for.
    case failed
}
