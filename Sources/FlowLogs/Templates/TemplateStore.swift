/// The templates of one domain of an exporter, by number. Memory is bounded by `maximumCost`.
struct TemplateStore: Sendable {
    private var ids: [UInt16] = []
    private var templates: [Template] = []
    /// When each was last used for data, in uses of the store; 0 for one that was not yet.
    private var uses: [UInt64] = []
    private var clock: UInt64 = 0
    /// Bytes of memory, about.
    private(set) var cost = 0

    /// Some hundreds of usual templates; routers have about ten in a domain.
    static let maximumCost = 256 * 1_024

    /// All of them, in the order in which they came.
    var all: [Template] { templates }

    /// The template of a data set, which is from then on one that is used.
    mutating func use(_ id: UInt16) -> Template? {
        guard let place = ids.firstIndex(of: id) else { return nil }
        clock += 1
        uses[place] = clock
        return templates[place]
    }

    /// Whether a template is there as it is.
    func holds(_ template: Template) -> Bool {
        guard let place = ids.firstIndex(of: template.id) else { return false }
        return templates[place].source == template.source && templates[place].isOptions == template.isOptions
    }

    /// How many bytes more a template takes; 0 or less where one of its number is there that takes as many.
    func room(for template: Template) -> Int {
        guard let place = ids.firstIndex(of: template.id) else { return template.cost }
        return template.cost - templates[place].cost
    }

    /// Keeps a template, in place of the one of its number. Where there is no room, those go that were never used for data, and
    /// then those that were not for the longest time; but none of a trusted exporter.
    ///
    /// - Returns: false where there is no room.
    mutating func keep(_ template: Template, isTrusted: Bool) -> Bool {
        if let place = ids.firstIndex(of: template.id) {
            let change = template.cost - templates[place].cost
            guard cost + change <= Self.maximumCost else { return false }
            templates[place] = template
            cost += change
            return true
        }
        guard template.cost <= Self.maximumCost else { return false }
        while cost + template.cost > Self.maximumCost {
            guard !isTrusted, let place = uses.indices.min(by: { uses[$0] < uses[$1] }) else { return false }
            remove(place)
        }
        ids.append(template.id)
        templates.append(template)
        uses.append(0)
        cost += template.cost
        return true
    }

    /// Gives up a template, or all of a kind where the number is that of their set (2 and 3).
    mutating func withdraw(_ id: UInt16, isOptions: Bool) {
        let setID: UInt16 = isOptions ? 3 : 2
        for place in ids.indices.reversed()
        where ids[place] == id || id == setID && templates[place].isOptions == isOptions {
            remove(place)
        }
    }

    private mutating func remove(_ place: Int) {
        cost -= templates[place].cost
        ids.remove(at: place)
        templates.remove(at: place)
        uses.remove(at: place)
    }
}
