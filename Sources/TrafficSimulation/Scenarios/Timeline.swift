package import NetworkTypes

/// Frames with their times, written in the order of time.
package struct Timeline: Sendable {
    private var frames: [(time: Timestamp, frame: [UInt8])] = []

    package init() {}

    package var count: Int { frames.count }

    package mutating func add(_ frame: [UInt8], at time: Timestamp) {
        frames.append((time, frame))
    }

    /// A capture of all frames; those of one time stay in the order in which they came.
    package func capture(linkType: LinkType, snapLength: Int = 262_144) -> [UInt8] {
        var writer = PcapWriter(linkType: linkType, snapLength: snapLength)
        let order = frames.indices.sorted { (frames[$0].time, $0) < (frames[$1].time, $1) }
        for index in order { writer.add(frames[index].frame, at: frames[index].time) }
        return writer.bytes
    }
}
