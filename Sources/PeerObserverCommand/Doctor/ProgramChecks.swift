import Daemon

/// What `up` would run, and what it would leave out or refuse.
struct ProgramChecks {
    let settings: Settings
    var executables = Executables.installed
    var isPrivileged = UpPlan.canTrace

    var findings: [Finding] {
        let check = "programs"
        let chosen = settings.chosenDaemons.map(\.name)
        let obstacles = chosen.compactMap { UpPlan.Obstacle($0, settings, isPrivileged) }
        let wanted = chosen.filter { name in !obstacles.contains { $0.daemon == name } }
        var findings = obstacles.map { obstacle in
            obstacle.isAskedFor
                ? Finding(check, .failure, obstacle.error.message, advice: obstacle.error.hint)
                : Finding(
                    check, .warning, obstacle.note, advice: "give it, or leave it out: --without \(obstacle.daemon)")
        }
        for name in wanted {
            do throws(DaemonError) { _ = try executables.find(name) } catch {
                findings.append(Finding(check, .failure, error.message, advice: error.hint))
            }
        }
        if wanted.isEmpty {
            findings.append(Finding(check, .failure, "there is nothing to run", advice: "up.run names programs"))
        }
        return findings.isEmpty ? [Finding(check, .ok, wanted.joined(separator: ", "))] : findings
    }
}
