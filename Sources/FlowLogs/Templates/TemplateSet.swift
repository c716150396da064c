import NetworkTypes

/// The records of a template set, which are read one by one; what they describe is checked before it is believed.
struct TemplateSet {
    let dialect: Dialect
    let isOptions: Bool
    /// Where the next record begins: bytes into the datagram.
    private(set) var position: Int
    private let end: Int

    enum Dialect: Sendable {
        case netFlowV9
        case ipfix
    }

    /// What a record of the set says.
    enum Entry {
        case template(Template)
        /// The template that was sent before is no longer used (RFC 7011 section 8.1); of all templates where the number is
        /// that of a set.
        case withdrawal(id: UInt16)
        /// A template that cannot be used, with what is wrong.
        case refused(id: UInt16, TemplateProblem)
        /// The set ends within the record.
        case cut
    }

    /// Reads the content of a set that lies within the datagram.
    init(_ dialect: Dialect, isOptions: Bool, content: Range<Int>) {
        (self.dialect, self.isOptions) = (dialect, isOptions)
        (position, end) = (content.lowerBound, content.upperBound)
    }

    /// The next entry; `nil` at the end of the set, or where padding begins.
    mutating func next(_ datagram: Span<UInt8>) -> Entry? {
        guard end - position >= 4 else { return nil }
        let start = position
        let id = datagram.number16(start)
        // Padding is zeros, and no template has a number that low.
        guard id > 0 else { return nil }
        let entry =
            switch (dialect, isOptions) {
            case (.netFlowV9, true): netFlowV9Options(datagram, id)
            case (_, false): fields(datagram, id, count: Int(datagram.number16(start + 2)), from: start + 4)
            case (.ipfix, true): ipfixOptions(datagram, id)
            }
        if position == start { position = end }
        return entry
    }

    /// An options template of NetFlow v9, which states bytes of scopes and of options (RFC 3954 section 6.1).
    private mutating func netFlowV9Options(_ datagram: Span<UInt8>, _ id: UInt16) -> Entry {
        guard end - position >= 6 else { return .cut }
        let scopes = Int(datagram.number16(position + 2)) / 4
        let options = Int(datagram.number16(position + 4)) / 4
        return fields(datagram, id, count: scopes + options, from: position + 6, scopes: scopes)
    }

    /// An options template of IPFIX, which states how many fields there are, and how many of them are scopes (RFC 7011
    /// section 3.4.2.2). A withdrawal states no fields, and has no count of scopes.
    private mutating func ipfixOptions(_ datagram: Span<UInt8>, _ id: UInt16) -> Entry {
        let count = Int(datagram.number16(position + 2))
        guard count > 0 else { return fields(datagram, id, count: 0, from: position + 4) }
        guard end - position >= 6 else { return .cut }
        return fields(datagram, id, count: count, from: position + 6)
    }

    /// Reads so many field specifiers.
    /// - Parameter scopes: how many of the first are scopes of NetFlow v9, whose numbers are no elements.
    private mutating func fields(
        _ datagram: Span<UInt8>, _ id: UInt16, count: Int, from start: Int, scopes: Int = 0
    ) -> Entry {
        var builder = TemplateBuilder()
        var place = start
        for index in 0..<count {
            guard end - place >= 4 else { return .cut }
            let (field, length) = (datagram.number16(place), datagram.number16(place + 2))
            place += 4
            var enterprise: UInt32 = 0
            if dialect == .ipfix, field & 0x8000 != 0 {
                guard end - place >= 4 else { return .cut }
                enterprise = datagram.number32(place)
                place += 4
            }
            guard index < Template.maximumFields else { continue }
            let role = index < scopes ? .passedOver : role(field, enterprise)
            // H3C sends such fields in NetFlow v9, too, where no datagram has room for one of 65,535 bytes.
            builder.add(role, length: Int(length), isVariable: length == Template.variableLength)
        }
        let source = datagram.bytes(position..<place)
        position = place
        guard count > 0 else {
            return dialect == .ipfix ? .withdrawal(id: id) : .refused(id: id, .withoutFields)
        }
        guard id >= 256 else { return .refused(id: id, .number) }
        guard count <= Template.maximumFields else { return .refused(id: id, .tooLong) }
        let template = builder.template(id: id, isOptions: isOptions, source: source)
        return template.recordLength > 0 ? .template(template) : .refused(id: id, .withoutLength)
    }

    private func role(_ field: UInt16, _ enterprise: UInt32) -> ElementRole {
        guard dialect == .ipfix else { return ElementRole(netFlowV9Field: field) }
        guard field & 0x8000 != 0 else { return ElementRole(element: field) }
        let (reversePEN, yafPEN): (UInt32, UInt32) = (29_305, 6_871)
        return switch enterprise {
        case reversePEN: ElementRole(reverseElement: field & 0x7FFF)
        case yafPEN: ElementRole(yafElement: field & 0x7FFF)
        default: .passedOver
        }
    }
}

/// What is wrong with a template. The raw value is its name in coverage.
enum TemplateProblem: String, Sendable {
    case withoutFields = "template_without_fields"
    /// Every field has no bytes, so that records could not be counted.
    case withoutLength = "template_without_length"
    case number = "template_number"
    case tooLong = "template_too_long"
}
