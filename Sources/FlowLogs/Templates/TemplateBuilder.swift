/// Makes a template of its fields, in order.
struct TemplateBuilder {
    private var steps: [Template.Step] = []
    private var roles = RoleSet()
    private var skip = 0
    private var recordLength = 0
    private var hasVariableLength = false

    /// Adds a field.
    /// - Parameter isVariable: whether each record states its length; `length` is then not looked at.
    mutating func add(_ role: ElementRole, length: Int, isVariable: Bool) {
        // A role is read once: of fields of the same number the first counts, as other collectors have it.
        let isRead = !roles.contains(role) && role.takes(length: length, isVariable: isVariable)
        if isRead { roles.insert(role) }
        recordLength += isVariable ? 1 : length
        hasVariableLength = hasVariableLength || isVariable
        guard isRead || isVariable else {
            skip += length
            return
        }
        steps.append(
            Template.Step(
                role: isRead ? role : .passedOver,
                length: isVariable ? Template.variableLength : UInt16(clamping: length), skip: UInt32(clamping: skip)))
        skip = 0
    }

    func template(id: UInt16, isOptions: Bool, source: [UInt8]) -> Template {
        Template(
            id: id, isOptions: isOptions, source: source, steps: steps, rest: skip, recordLength: recordLength,
            hasVariableLength: hasVariableLength, roles: roles)
    }
}
