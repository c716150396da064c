/// Makes a template of its fields, in order.
struct TemplateBuilder {
    private var fields: [Field] = []
    private var recordLength = 0
    private var hasVariableLength = false

    private struct Field {
        /// `passedOver` where it cannot be read in its role.
        let role: ElementRole
        /// Bytes; `Template.variableLength` where each record states it.
        let length: UInt16
        let isVariable: Bool
    }

    /// Adds a field.
    /// - Parameter isVariable: whether each record states its length; `length` is then not looked at.
    mutating func add(_ role: ElementRole, length: Int, isVariable: Bool) {
        let isRead = role.takes(length: length, isVariable: isVariable)
        fields.append(
            Field(
                role: isRead ? role : .passedOver,
                length: isVariable ? Template.variableLength : UInt16(clamping: length), isVariable: isVariable))
        recordLength += isVariable ? 1 : length
        hasVariableLength = hasVariableLength || isVariable
    }

    func template(id: UInt16, isOptions: Bool, source: [UInt8]) -> Template {
        Template(
            id: id, isOptions: isOptions, source: source, path: path(firstOfEachRole),
            innerPath: isLayered ? path(innermostOfEachRole) : nil, recordLength: recordLength,
            hasVariableLength: hasVariableLength, roles: RoleSet(fields.map(\.role)), passing: isOptions ? nil : passing
        )
    }

    /// `nil` where a record's ends do not always stand in the same place, or may be those of a packet in a tunnel.
    private var passing: Template.Passing? {
        guard !hasVariableLength, !isLayered,
            !fields.contains(where: { $0.role == .sourceIPv6 || $0.role == .destinationIPv6 }),
            let source = place(of: .sourceIPv4), let destination = place(of: .destinationIPv4)
        else { return nil }
        let roles = firstOfEachRole.map { $0.flatMap { $0.isOfTimes || $0.isOfSampling ? $0 : nil } }
        return Template.Passing(
            source: source, destination: destination, path: path(roles),
            statesSampling: roles.contains { $0?.isOfSampling ?? false })
    }

    /// Where the first field of a role begins, in bytes, all fields being of one length.
    private func place(of role: ElementRole) -> Int? {
        guard let index = fields.firstIndex(where: { $0.role == role }) else { return nil }
        return fields[..<index].reduce(0) { $0 + Int($1.length) }
    }

    /// The role in which each field is read, where it is the first of its number, as other collectors have it; `nil` of those that
    /// are passed over.
    private var firstOfEachRole: [ElementRole?] {
        var roles = RoleSet()
        return fields.map { field in
            guard field.role != .passedOver, !roles.contains(field.role) else { return nil }
            roles.insert(field.role)
            return field.role
        }
    }

    /// Whether the headers of a tunnel and of the packet in it are told: addresses twice, be it of two versions, and ports or
    /// protocol twice.
    private var isLayered: Bool {
        let count = { (roles: [ElementRole]) in roles.map { role in fields.count { $0.role == role } } }
        return count([.sourceIPv4, .sourceIPv6]).reduce(0, +) > 1
            && count([.destinationIPv4, .destinationIPv6]).reduce(0, +) > 1
            && count([.transport, .sourcePort, .destinationPort]).contains { $0 > 1 }
    }

    /// The role in which each field is read of a packet in a tunnel: elements that come again follow the order of the headers, the
    /// outer one first (RFC 7011 section 8). So of what a header says the last counts, and of addresses the last pair.
    private var innermostOfEachRole: [ElementRole?] {
        let lastSource = fields.last { $0.role == .sourceIPv4 || $0.role == .sourceIPv6 }
        let outerVersion: [ElementRole] =
            lastSource?.role == .sourceIPv6 ? [.sourceIPv4, .destinationIPv4] : [.sourceIPv6, .destinationIPv6]
        var last: [ElementRole: Int] = [:]
        for (index, field) in fields.enumerated()
        where field.role != .passedOver && (field.role.isOfHeaders || last[field.role] == nil) {
            last[field.role] = index
        }
        return fields.indices.map { index in
            let role = fields[index].role
            return last[role] == index && !outerVersion.contains(role) ? role : nil
        }
    }

    /// The way through a record on which fields are read in these roles.
    private func path(_ roles: [ElementRole?]) -> Template.Path {
        var path = Template.Path()
        for (field, role) in zip(fields, roles) {
            guard role != nil || field.isVariable else {
                path.rest += Int(field.length)
                continue
            }
            path.steps.append(
                Template.Step(role: role ?? .passedOver, length: field.length, skip: UInt32(clamping: path.rest)))
            path.rest = 0
        }
        return path
    }
}
