/// What a simulation is called with beside its plan.
package struct SimulateOptions: Sendable {
    /// The name of a plan that needs no file, or a file.
    package let plan: String
    /// What every number of origins, hosts and packets is divided by.
    package let divisor: Int
    package let seed: UInt64
    /// The folder to write to; it is made where it is not there.
    package let folder: String
    package let format: CaptureEncoder.Format
    package let snapLength: Int
    package let split: CaptureSplit
    package let layout: CountryDatabaseFile.Layout
    /// The flow log that is written in place of captures.
    package var log: SimulatedLog?
    /// How many sensors see the traffic, each a part of it; `nil` for one capture of all.
    package var sensors: Int?
    /// Whether files of an earlier simulation in the folder are replaced.
    package var replaces = false

    package init(
        plan: String, divisor: Int, seed: UInt64, folder: String, format: CaptureEncoder.Format, snapLength: Int,
        split: CaptureSplit, layout: CountryDatabaseFile.Layout
    ) {
        self.plan = plan
        self.divisor = divisor
        self.seed = seed
        self.folder = folder
        self.format = format
        self.snapLength = snapLength
        self.split = split
        self.layout = layout
    }
}

/// How a simulated capture is cut into files.
package enum CaptureSplit: String, CaseIterable, Sendable {
    case one
    case day
    case month
}
