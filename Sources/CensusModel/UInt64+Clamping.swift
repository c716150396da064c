extension UInt64 {
    /// The sum, or the largest number where that is larger. No capture leads there, but a store whose bytes were changed does.
    package func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : sum
    }
}
