extension FeedPreset {
    private static let abuse = "abuse.ch/terms-of-use: free of charge where it is not for profit, no warranty"
    private static let spamhaus =
        "spamhaus.org/blocklists/drop-fair-use-policy: free of charge, to be credited; at most one fetch an hour"

    /// The feeds that are known. Terms are the publisher's, in short: read them at the source before you use a feed.
    package static let all: [FeedPreset] = [
        FeedPreset(
            name: "feodo", address: "https://feodotracker.abuse.ch/downloads/ipblocklist.csv", format: "feodo",
            interval: 3_600, content: "C&C servers of Dridex, Emotet, QakBot and their kin, by abuse.ch",
            terms: abuse),
        FeedPreset(
            name: "feodo-all", address: "https://feodotracker.abuse.ch/downloads/ipblocklist_aggressive.csv",
            format: "feodo", interval: 86_400, content: "all C&C servers that Feodo Tracker ever knew",
            terms: "\(abuse); holds addresses that were cleaned long ago"),
        FeedPreset(
            name: "threatfox", address: "https://threatfox.abuse.ch/export/csv/ip-port/recent/", format: "threatfox",
            interval: 3_600, secretScheme: "header:Auth-Key",
            content: "addresses and ports of C&C servers that the community reported in the last two days, by abuse.ch",
            terms: abuse),
        FeedPreset(
            name: "sslbl", address: "https://sslbl.abuse.ch/blacklist/sslipblacklist.csv", format: "sslbl",
            interval: 86_400, content: "C&C servers known by their certificates, by abuse.ch",
            terms: "\(abuse); the publisher has given the list up: where it is empty it is refused"),
        FeedPreset(
            name: "spamhaus-drop", address: "https://www.spamhaus.org/drop/drop_v4.json", format: "drop",
            interval: 86_400, content: "networks of IPv4 that are hijacked or leased by criminals",
            terms: spamhaus),
        FeedPreset(
            name: "spamhaus-drop6", address: "https://www.spamhaus.org/drop/drop_v6.json", format: "drop",
            interval: 86_400, content: "the same of IPv6",
            terms: spamhaus),
        FeedPreset(
            name: "c2intel",
            address: "https://raw.githubusercontent.com/drb-ra/C2IntelFeeds/master/feeds/IPC2s-30day.csv",
            format: "c2intel", interval: 14_400,
            content: "C&C servers that scans found in the last 30 days, C2IntelFeeds",
            terms: "CC BY-NC-SA 4.0: not for commercial use"),
        FeedPreset(
            name: "c2intel-ports",
            address: "https://raw.githubusercontent.com/drb-ra/C2IntelFeeds/master/feeds/IPPortC2s-30day.csv",
            format: "c2intel", interval: 14_400, content: "the same with ports",
            terms: "CC BY-NC-SA 4.0: not for commercial use"),
        FeedPreset(
            name: "et-botcc", address: "https://rules.emergingthreats.net/open/suricata/rules/botcc.rules",
            format: "rules", threatClass: "c2", interval: 86_400,
            content: "C&C servers in the rules of Emerging Threats",
            terms: "ET Open: BSD licence for the rules; the addresses are those of the lists that they name"),
        FeedPreset(
            name: "et-block", address: "https://rules.emergingthreats.net/fwrules/emerging-Block-IPs.txt",
            format: "blocklist", interval: 86_400, content: "Spamhaus DROP, DShield and C&C servers in one list",
            terms: "ET Open: BSD licence; the addresses are those of the lists that it names"),
        FeedPreset(
            name: "et-compromised", address: "https://rules.emergingthreats.net/blockrules/compromised-ips.txt",
            threatClass: "other", interval: 86_400, content: "hosts that are known to be compromised",
            terms: "ET Open: BSD licence"),
        FeedPreset(
            name: "firehol-level1", address: "https://iplists.firehol.org/files/firehol_level1.netset",
            format: "firehol",
            interval: 14_400,
            content: "several lists with few false alarms, and space that nobody uses, joined by FireHOL",
            terms: "the terms of every list in it hold, which FireHOL names"),
        FeedPreset(
            name: "ipsum", address: "https://raw.githubusercontent.com/stamparm/ipsum/master/ipsum.txt",
            format: "ipsum",
            interval: 86_400, content: "addresses on some thirty lists, and on how many of them",
            terms: "The Unlicense"),
        FeedPreset(
            name: "cins", address: "https://cinsscore.com/list/ci-badguys.txt", threatClass: "other", interval: 14_400,
            content: "addresses with the worst scores at Sentinel's sensors, CINS Army",
            terms: "free of charge; not to be sold"),
        FeedPreset(
            name: "blocklist-de", address: "https://lists.blocklist.de/lists/all.txt", threatClass: "other",
            interval: 14_400, content: "addresses that attacked servers in the last two days",
            terms: "free of charge, no warranty; at most some fetches an hour"),
        FeedPreset(
            name: "dshield", address: "https://feeds.dshield.org/block.txt", format: "dshield", interval: 86_400,
            content: "the twenty networks that attacked most in the last three days, by SANS",
            terms: "Creative Commons, for non-commercial use, to be credited to DShield"),
        FeedPreset(
            name: "tor-exits", address: "https://check.torproject.org/exit-addresses", format: "tor", interval: 3_600,
            content: "exits of Tor; no proof of anything", terms: "free of charge, by the Tor Project"),
        FeedPreset(
            name: "circl-osint", address: "https://www.circl.lu/doc/misp/feed-osint/", kind: "misp-feed",
            interval: 86_400, content: "events of the MISP community, published by CIRCL",
            terms: "free of charge; every event says by its tag (TLP) who may see it"),
        FeedPreset(
            name: "botvrij", address: "https://www.botvrij.eu/data/feed-osint/", kind: "misp-feed", interval: 86_400,
            content: "indicators from public reports, as events of MISP", terms: "free of charge, no warranty"),
    ]
}
