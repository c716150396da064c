import Dispatch
import Foundation
import Synchronization

/// Reads a source on a thread of its own, some blocks ahead of who takes them: what unpacks goes on while what was unpacked is
/// counted.
///
/// The thread begins with the first read, and ends with the source or when this value goes; one that waits for a pipe then ends with
/// what comes next there. Memory is `mostBlocks` of `blockLength`, whatever the source holds. A block costs a copy and two semaphores.
final class ReadAhead: ByteSource {
    private let queue: BlockQueue
    private var hasBegun = false
    /// The block that is being taken, from `taken` on.
    private var block: BlockQueue.Block?
    private var taken = 0
    private(set) var fileBytesRead: UInt64

    init(_ source: sending any ByteSource) {
        fileBytesRead = source.fileBytesRead
        queue = BlockQueue(source)
    }

    deinit {
        queue.giveUp()
    }

    func read(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        if !hasBegun {
            hasBegun = true
            Thread.detachNewThread { [queue] in queue.fill() }
        }
        let block = block ?? queue.next()
        self.block = block
        if let problem = block.problem { throw problem }
        let part = block.bytes[taken..<block.count].prefix(bytes.count - start)
        bytes.put(part, at: start)
        taken += part.count
        fileBytesRead = block.fileBytesRead
        // The last block stays: the end is met again and again.
        if taken == block.count, !part.isEmpty {
            (self.block, taken) = (nil, 0)
            queue.reuse(block.bytes)
        }
        return part.count
    }
}

/// The blocks between the thread that reads a source and the one that takes them, in the source's order.
private final class BlockQueue: Sendable {
    struct Block {
        var bytes: [UInt8] = []
        /// How many bytes are the source's; 0 at its end, or with a problem.
        var count = 0
        var problem: ByteInputError.Problem?
        var fileBytesRead: UInt64 = 0
    }

    private struct State {
        var filled: [Block] = []
        var unused: [[UInt8]]
        var isGivenUp = false
    }

    private let state: Mutex<State>
    private let source: Mutex<(any ByteSource)?>
    private let filled = DispatchSemaphore(value: 0)
    private let unused = DispatchSemaphore(value: 0)

    /// Each a piece of what fits into a core's cache beside what is counted.
    static let blockLength = 256 * 1_024
    static let mostBlocks = 4

    init(_ source: sending any ByteSource) {
        state = Mutex(State(unused: Array(repeating: [], count: Self.mostBlocks)))
        self.source = Mutex(source)
        for _ in 0..<Self.mostBlocks { unused.signal() }
    }

    /// Fills blocks until the source ends, fails, or nobody takes them any more.
    func fill() {
        guard let source = source.withLock({ $0.take() }) else { return }
        while var block = nextUnused() {
            if block.bytes.isEmpty { block.bytes = [UInt8](repeating: 0, count: Self.blockLength) }
            do throws(ByteInputError.Problem) {
                block.count = try source.read(into: &block.bytes, from: 0)
            } catch {
                block.problem = error
            }
            block.fileBytesRead = source.fileBytesRead
            state.withLock { $0.filled.append(block) }
            filled.signal()
            if block.count == 0 { return }
        }
    }

    /// Waits for a block to fill; `nil` when nobody takes them any more.
    private func nextUnused() -> Block? {
        unused.wait()
        return state.withLock { $0.isGivenUp ? nil : Block(bytes: $0.unused.removeLast()) }
    }

    /// Waits for the next block. Nothing comes behind the one without bytes.
    func next() -> Block {
        filled.wait()
        return state.withLock { $0.filled.removeFirst() }
    }

    func reuse(_ bytes: [UInt8]) {
        state.withLock { $0.unused.append(bytes) }
        unused.signal()
    }

    func giveUp() {
        state.withLock { $0.isGivenUp = true }
        unused.signal()
    }
}
