/// How far a store of an earlier version has been brought up to date.
package struct StoreMigrationProgress: Equatable, Sendable {
    /// Records of flows.
    package let moved: Int
    /// Records of flows that there were to be moved when the run began.
    package let all: Int

    package init(moved: Int, of all: Int) {
        (self.moved, self.all) = (moved, all)
    }
}
