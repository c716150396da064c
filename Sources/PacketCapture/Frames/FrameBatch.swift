/// Frames lent by a capture: their bytes lie in one buffer that is used again for the next batch.
package struct FrameBatch: Sendable {
    package internal(set) var bytes: [UInt8] = []
    package internal(set) var frames = FrameList()
    /// Whether a filter has passed over the frames that it could.
    package internal(set) var isFiltered = false

    package init() {}
}
