/// Looks at the records of a capture where they lie, before frames are made of them: most need none.
package protocol RecordFilter {
    /// Takes whole records from `position` on: passes over those that need no frame, appends a frame for each other, and
    /// moves `position` past them all.
    ///
    /// May stop at any record; the reader takes that one, and sees to what is cut or malformed.
    mutating func take(_ records: PcapRun, position: inout Int, into frames: inout FrameWriter)
    mutating func take(_ records: PcapngRun, position: inout Int, into frames: inout FrameWriter)
}

/// A filter that takes nothing.
struct NoRecordFilter: RecordFilter {
    func take(_ records: PcapRun, position: inout Int, into frames: inout FrameWriter) {}
    func take(_ records: PcapngRun, position: inout Int, into frames: inout FrameWriter) {}
}
