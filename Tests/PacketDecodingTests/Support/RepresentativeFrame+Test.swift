import TestSupport
import Testing

extension RepresentativeFrame: CustomTestStringConvertible {
    public var testDescription: String { name }
}
