import ArgumentParser
import Daemon

/// How programs reach the bus: one for all that are told the same of NATS.
struct BusAccess {
    private(set) var programs: [String]
    /// The servers; empty where `up` starts one of its own.
    let addresses: [String]
    private let flags: [String]

    static func all(_ settings: Settings) -> [BusAccess] {
        var all: [BusAccess] = []
        for daemon in settings.chosenDaemons {
            let access = BusAccess(daemon.name, settings)
            if let index = all.firstIndex(where: { $0.flags == access.flags }) {
                all[index].programs.append(daemon.name)
            } else {
                all.append(access)
            }
        }
        return all
    }

    private init(_ daemon: String, _ settings: Settings) {
        programs = [daemon]
        addresses = (settings.effective(daemon, "nats-address")?.value.argument ?? "").split(separator: ",").map {
            String($0.drop { $0 == " " })
        }
        flags = OptionTable.all.options(in: "common").filter { $0.key.hasPrefix("nats-") }.compactMap { option in
            settings.effective(daemon, option.key)?.value.argument.map { "--\(option.key)=\($0)" }
        }
    }

    /// Throws what these programs would not start with.
    func trial() throws(DaemonError) -> BusTrial {
        let options: CommonOptions
        do { options = try CommonOptions.parse(flags) } catch { throw DaemonError(CommonOptions.message(for: error)) }
        return try BusTrial(options, name: "peer-observer doctor")
    }
}

extension Settings {
    /// Keys of NATS but for its address: who we are, and whom we trust.
    private static let accountKeys = OptionTable.all.options(in: "common").map(\.key).filter {
        $0.hasPrefix("nats-") && $0 != "nats-address"
    }

    func isAccount(_ name: KeyName) -> Bool { Self.accountKeys.contains(name.key) }

    /// Keys for a server of others, where `up` starts its own: that one has an account of its own, and no TLS.
    var accountsWithoutServer: [KeyName] {
        var names: Set<KeyName> = []
        for daemon in chosenDaemons where effective(daemon.name, "nats-address") == nil {
            for key in Self.accountKeys {
                let name = KeyName(section: self[daemon.name, key] == nil ? "common" : daemon.name, key: key)
                if self[name] != nil { names.insert(name) }
            }
        }
        return names.sorted()
    }
}
