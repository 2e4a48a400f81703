import CProcess
import Daemon
import Glibc

/// Disk and clock.
struct HostChecks {
    let settings: Settings

    var findings: [Finding] { disks + [clock] }

    private var disks: [Finding] {
        var places: [(check: String, path: String)] = []
        if let archives = settings["archiver", "output-dir"]?.value.argument {
            places.append(("disk of archives", archives))
        }
        if settings.chosenDaemons.contains(where: { $0.name == "connectivity-check" }),
            !settings.isSet("connectivity-check", "no-csv")
        {
            places.append(("disk of CSV", settings["connectivity-check", "csv-directory"]?.value.argument ?? "."))
        }
        if let state = settings.stateFolder { places.append(("disk of state", state)) }
        return places.map { Self.disk($0.check, $0.path, needed: $0.check == "disk of state" ? 100 << 20 : 10 << 30) }
    }

    /// - Parameter needed: Bytes below which it is tight.
    static func disk(_ check: String, _ path: String, needed: UInt64) -> Finding {
        // The folder is made by who needs it: what counts is the one above.
        var folder = path
        while access(folder, F_OK) != 0, let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
            folder = String(folder[..<slash])
        }
        if access(folder, F_OK) != 0 { folder = path.hasPrefix("/") ? "/" : "." }
        var state = statvfs()
        guard statvfs(folder, &state) == 0 else {
            return Finding(
                check, .failure, "\(folder): \(errnoText(errno))", advice: "name another folder")
        }
        guard access(folder, W_OK) == 0 else {
            return Finding(
                check, .failure, "\(folder): \(errnoText(errno))",
                advice: "let this user write there, or name another folder")
        }
        let free = UInt64(state.f_bavail) * UInt64(state.f_frsize)
        let text = "\(path): \(free >> 20) MiB free"
        if free < needed / 10 { return Finding(check, .failure, text, advice: "make room, or name another folder") }
        return Finding(
            check, free < needed ? .warning : .ok, text,
            advice: free < needed ? "make room; archiver.keep-size bounds archives" : nil)
    }

    private var clock: Finding {
        var state = timex()
        let code = process_clock_state(&state)
        return Self.clock(code: code, state)
    }

    static func clock(code: Int32, _ state: timex) -> Finding {
        let advice = "let chrony, ntpd or systemd-timesyncd set the clock: times of several nodes are compared"
        guard code >= 0 else { return Finding("clock", .warning, "the kernel does not tell", advice: advice) }
        guard code != TIME_ERROR, state.status & STA_UNSYNC == 0 else {
            return Finding("clock", .warning, "is not synchronised", advice: advice)
        }
        let offset = Double(state.offset) / (state.status & STA_NANO != 0 ? 1e6 : 1e3)
        let text = "synchronised, \(Self.rounded(offset)) ms off, at most \(state.maxerror / 1000) ms wrong"
        // Relay is a matter of some hundred milliseconds.
        return Finding(
            "clock", abs(offset) > 100 || state.maxerror > 1_000_000 ? .warning : .ok, text,
            advice: abs(offset) > 100 ? advice : nil)
    }

    private static func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
