import Synchronization

/// Blocks that are empty again, for whoever needs one next, so that not every run has its memory made by the system.
final class BlockRooms: Sendable {
    private let free = Mutex<[FlowBlock]>([])

    /// Lends a block that is empty, and is left so.
    func borrow<Result>(_ body: (inout FlowBlock) throws -> Result) rethrows -> Result {
        var block = free.withLock { $0.popLast() } ?? FlowBlock()
        let result = try body(&block)
        free.withLock { $0.append(block) }
        return result
    }
}
