/// The number that decimal digits write, without sign, blanks or separators; `nil` for anything else.
public func decimalNumber<Value: FixedWidthInteger>(_ text: some StringProtocol) -> Value? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
        return nil
    }
    return Value(text)
}
