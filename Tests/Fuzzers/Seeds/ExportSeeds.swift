import TestSupport

/// Export datagrams of every protocol, alone and one behind another, and IPFIX files.
enum ExportSeeds {
    private typealias Build = ExportBuilder

    static let datagrams = all.map { input([$0]) } + [input(all), input(all.reversed()), input(all, isTrusted: true)]

    static let files = [messages.flatMap { $0 }, messages[0], messages[0] + messages[0].dropLast(7)]

    /// The input of the exports' fuzzer.
    private static func input(_ datagrams: [[UInt8]], isTrusted: Bool = false) -> [UInt8] {
        [isTrusted ? 1 : 0] + datagrams.flatMap { Build.number($0.count, 2) + $0 }
    }

    private static let all = [Build.netFlow5(3), Build.netFlow5(30, sequence: 3)] + version9 + messages + samples

    private static let version9 = [
        Build.netFlow9([
            Build.set(0, Build.template(256, fields)), Build.set(256, Build.flow() + [UInt8](repeating: 0, count: 20)),
        ]),
        Build.netFlow9(
            [
                Build.set(1, Build.options9(257, scopes: [(1, 4)], [(48, 2), (50, 4), (34, 4)])),
                Build.set(257, [UInt8](repeating: 1, count: 14)),
            ], sequence: 1),
    ]

    private static let fields = Build.flowFields + [(22, 4), (21, 4), (48, 2), (233, 1), (323, 8), (88, 1)]

    private static let messages = [
        Build.ipfix([
            Build.set(
                2, Build.template(256, Build.flowFields + [(Build.reverse(1), 4), (Build.enterprise(9, 1), 65_535)])),
            Build.set(256, Build.flow() + [0, 0, 0, 9, 3, 1, 2, 3] + Build.flow() + [0, 0, 0, 9, 255, 0, 1, 7]),
        ]),
        Build.ipfix(
            [
                Build.set(2, Build.template(258, [(315, 65_535), (312, 2), (152, 8), (153, 8)])),
                Build.set(258, [14] + [UInt8](repeating: 8, count: 32)),
                Build.set(3, Build.options(259, scopes: 1, [(302, 4), (305, 4), (306, 4), (160, 8)])),
                Build.set(259, [UInt8](repeating: 1, count: 20)), Build.set(2, [1, 0, 0, 0]),
            ], sequence: 2),
    ]

    private static let samples = [
        Build.sFlow([
            Build.flowSample([Build.rawHeader(RepresentativeFrame.all[0].bytes)]),
            Build.expandedFlowSample([
                Build.block(3, [UInt8](repeating: 6, count: 32)), Build.block(4, [UInt8](repeating: 17, count: 56)),
            ]),
            Build.block(2, [UInt8](repeating: 0, count: 12)),
        ])
    ]
}
