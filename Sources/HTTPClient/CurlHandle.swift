internal import CCurl

/// libcurl's easy handle: one transfer after another.
@safe struct CurlHandle: ~Copyable {
    let handle: UnsafeMutableRawPointer
    /// Where the library says what went wrong; it is written to during transfers alone.
    private let message: UnsafeMutablePointer<CChar>

    init() throws(HTTPError) {
        guard flowcensus_curl_prepare() == CURLE_OK, let handle = unsafe curl_easy_init() else {
            throw HTTPError("libcurl", .setting(reason: "cannot be started"))
        }
        unsafe self.handle = handle
        unsafe message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe message.deallocate()
    }

    /// Where the last answer redirects to, as a whole address; `nil` where it does not say.
    var redirectTarget: String? {
        unsafe flowcensus_curl_text(handle, CURLINFO_REDIRECT_URL).map { unsafe String(cString: $0) }
    }

    /// Bytes of the last body as they came.
    var receivedBytes: Int { unsafe Int(clamping: flowcensus_curl_size(handle, CURLINFO_SIZE_DOWNLOAD_T)) }

    /// Runs one transfer to its end.
    /// - Throws: why there is no answer, or what `transfer` was ended with.
    func perform(_ request: HTTPRequest, _ transfer: Transfer, secondsLeft: Double) throws {
        // Connections stay open, and nothing of the last request stays set.
        unsafe curl_easy_reset(handle)
        let (name, settings) = ("\(request.address)", request.settings)
        do {
            try set(settings, secondsLeft: secondsLeft)
            try set(CURLOPT_URL, request.address.text)
            try set(CURLOPT_PROTOCOLS_STR, request.address.isSecure ? "https" : "http")
        } catch {
            throw HTTPError(name, error)
        }
        let headers = HeaderList(
            request.headers + [request.credentials?.header].compactMap(\.self) + request.bodyHeaders)
        unsafe headers.set(on: handle)
        let status = perform(transfer, sending: request.body)
        withExtendedLifetime(headers) {}
        if let failure = transfer.failure { throw failure }
        guard status != CURLE_OK, !(status == CURLE_WRITE_ERROR && transfer.isBodyLeft) else { return }
        throw HTTPError(name, problem(status, settings))
    }

    /// - Parameter body: the pieces of what is posted; `nil` where nothing is.
    private func perform(_ transfer: Transfer, sending body: [ArraySlice<UInt8>]?) -> CURLcode {
        guard let body else { return perform(transfer) }
        let count = body.reduce(0) { $0 + $1.count }
        _ = unsafe flowcensus_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(count))
        guard body.count < 2 else {
            // In pieces it cannot be sent again, as the library does where a connection that it kept turns out to be closed.
            try? set(CURLOPT_UPLOAD_BUFFERSIZE, Self.uploadBuffer)
            // The reference is borrowed for the length of the call, as that of the takers.
            unsafe flowcensus_curl_set_giver(
                handle,
                { room, size, count, context in
                    let room = unsafe UnsafeMutableRawBufferPointer(start: room, count: size * count)
                    return unsafe Transfer.at(context).giveBody(room)
                }, Unmanaged.passUnretained(transfer).toOpaque())
            return perform(transfer)
        }
        // The piece lives longer than the transfer, for the library does not copy it; an empty one has an address, too.
        let piece = count == 0 ? [0] : body[0]
        return unsafe piece.withUnsafeBytes { bytes in
            _ = unsafe flowcensus_curl_set_body(handle, bytes.baseAddress)
            return perform(transfer)
        }
    }

    /// Bytes that go to the system at once; they stay in the cache until they do.
    private static let uploadBuffer = 256 * 1_024

    private func perform(_ transfer: Transfer) -> CURLcode {
        // The reference is borrowed for the length of the call, in which alone the library uses it.
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        unsafe flowcensus_curl_set_takers(
            handle,
            { bytes, size, count, context in
                let taken = unsafe Transfer.at(context).takeBody(CurlHandle.array(bytes, size * count))
                return taken ? size * count : 0
            },
            { bytes, size, count, context in
                let taken = unsafe Transfer.at(context).takeHeader(CurlHandle.array(bytes, size * count))
                return taken ? size * count : 0
            }, context)
        unsafe flowcensus_curl_set_watcher(
            handle,
            { context, _, received, _, _ in
                unsafe Transfer.at(context).goesOn(received: Int(received)) ? 0 : 1
            }, context)
        unsafe message[0] = 0
        return withExtendedLifetime(transfer) { unsafe curl_easy_perform(handle) }
    }

    /// A copy of what the library lends for the length of a call.
    private static func array(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
    }

    /// What the library says of the last failure.
    private func reason(_ status: CURLcode) -> String {
        let text = unsafe String(cString: message)
        return text.isEmpty ? unsafe String(cString: curl_easy_strerror(status)) : text
    }

    func problem(_ status: CURLcode, _ settings: HTTPSettings) -> HTTPError.Problem {
        let reason = reason(status)
        return switch status {
        case CURLE_OPERATION_TIMEDOUT: .tooSlow(reason: reason)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            .untrusted(reason: reason)
        case CURLE_FILESIZE_EXCEEDED: .tooLarge(limit: settings.maximumSize, isUnpacked: false)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY:
            .unreachable(reason: reason)
        case CURLE_SSL_CACERT_BADFILE, CURLE_URL_MALFORMAT: .setting(reason: reason)
        default: .damaged(reason: reason)
        }
    }
}

// MARK: - Settings

extension CurlHandle {
    func set(_ settings: HTTPSettings, secondsLeft: Double) throws(HTTPError.Problem) {
        let milliseconds = { (seconds: Double) in Int(max(1, min(seconds, 1e6) * 1_000)) }
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        try set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(min(settings.connectTimeout, secondsLeft)))
        try set(CURLOPT_TIMEOUT_MS, milliseconds(secondsLeft))
        try set(CURLOPT_LOW_SPEED_LIMIT, settings.lowestSpeed)
        try set(CURLOPT_LOW_SPEED_TIME, settings.lowSpeedTime)
        try set(CURLOPT_ACCEPT_ENCODING, "gzip")
        try set(CURLOPT_USERAGENT, settings.userAgent)
        if let proxy = settings.proxy { try set(CURLOPT_PROXY, proxy) }
        if let file = settings.certificateFile { try set(CURLOPT_CAINFO, file) }
        // What is stated to be longer ends the answer at once, before its head is whole; else it is found once it has come.
        if !settings.needsNoBody {
            try check(
                unsafe flowcensus_curl_set_size(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(settings.maximumSize)))
        }
        try check(unsafe flowcensus_curl_set_buffer(handle, CURLOPT_ERRORBUFFER, message))
    }

    func set(_ option: CURLoption, _ value: Int) throws(HTTPError.Problem) {
        try check(unsafe flowcensus_curl_set_number(handle, option, value))
    }

    func set(_ option: CURLoption, _ text: String) throws(HTTPError.Problem) {
        try check(unsafe flowcensus_curl_set_text(handle, option, text))
    }

    private func check(_ status: CURLcode) throws(HTTPError.Problem) {
        guard status != CURLE_OK else { return }
        throw .setting(reason: "libcurl refuses a setting: \(unsafe String(cString: curl_easy_strerror(status)))")
    }
}

extension HTTPRequest {
    fileprivate var body: [ArraySlice<UInt8>]? {
        if case .post(let pieces, _) = method { pieces } else { nil }
    }

    /// What is said of the body. That the server be asked whether it may come takes a second with some.
    fileprivate var bodyHeaders: [HTTPHeader] {
        guard case .post(_, let type) = method else { return [] }
        return [HTTPHeader("Content-Type", type)]
    }
}

extension Transfer {
    /// The transfer whose address the library hands back.
    fileprivate static func at(_ context: UnsafeMutableRawPointer?) -> Transfer {
        guard let context = unsafe context else { preconditionFailure("libcurl hands its context back") }
        return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }
}

/// Header lines as libcurl takes them.
@safe private final class HeaderList {
    private var first: UnsafeMutablePointer<curl_slist>?

    init(_ headers: [HTTPHeader]) {
        for header in headers { add(header.line) }
        // An empty one keeps the library from asking for leave to send a body.
        add("Expect:")
    }

    private func add(_ line: String) {
        // The list is as it was where there is no memory for more.
        if let longer = unsafe curl_slist_append(first, line) { unsafe first = longer }
    }

    func set(on handle: UnsafeMutableRawPointer) {
        _ = unsafe flowcensus_curl_set_list(handle, CURLOPT_HTTPHEADER, first)
    }

    deinit {
        unsafe curl_slist_free_all(first)
    }
}
