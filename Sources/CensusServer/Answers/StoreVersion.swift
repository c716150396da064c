import CensusModel
import NetworkTypes

/// What differs once anything was committed, and by which hours of the store it differs.
struct StoreVersion: Equatable {
    /// Of the whole store.
    let text: String
    /// Drawn with each opening of the store.
    let epoch: String
    /// `nil` where the store does not know them.
    let marks: HourMarks?
    /// The first and the last hour that the store knows of.
    let extent: ClosedRange<Hour>?

    /// What differs once anything was committed that an answer about some hours is made of.
    func text(of hours: HourRange?) -> String {
        guard let hours, let marks else { return text }
        return "\(epoch)-hours-\(marks.mark(of: hours))"
    }
}
