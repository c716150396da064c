/// The number that each row of an answer begins with. The text of an error, which a server may send behind rows, begins with none
/// of them.
enum RowMark {
    static let row: UInt8 = 1
    /// Of the row behind the last one.
    static let end: UInt8 = 2
}
