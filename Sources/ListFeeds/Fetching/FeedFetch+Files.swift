import ByteInput
import Foundation
import Glibc
import HTTPClient

extension FeedFetch {
    /// Copies the newest file that matches a pattern; of equally new ones the last by name.
    func fetchFile(_ pattern: String) throws(FeedError) -> Result {
        guard let newest = Self.newestFile(pattern) else {
            throw .folder(path: pattern, reason: "no file matches")
        }
        let file = try PrivateFile(in: folder.path, limit: feed.http.maximumSize)
        do {
            let source = try FileSource(path: newest)
            var buffer = ReadBuffer(head: [])
            while try buffer.fill(1, from: source) {
                try file.write(Array(buffer.unused))
                buffer.use(buffer.count)
            }
        } catch let error as FeedError {
            throw error
        } catch {
            throw .folder(path: newest, reason: "\(error)")
        }
        return .version(file)
    }

    private static func newestFile(_ pattern: String) -> String? {
        let slash = pattern.lastIndex(of: "/")
        let folder = slash.map { String(pattern[...$0]) } ?? "./"
        let namePattern = slash.map { String(pattern[pattern.index(after: $0)...]) } ?? pattern
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let files = names.filter { unsafe fnmatch(namePattern, $0, FNM_PERIOD) == 0 }.compactMap { name in
            Self.modification("\(folder)\(name)").map { (time: $0, path: "\(folder)\(name)") }
        }
        return files.max { ($0.time, $0.path) < ($1.time, $1.path) }?.path
    }

    /// Nanoseconds at which a regular file was changed; `nil` for anything else.
    private static func modification(_ path: String) -> Int64? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}
