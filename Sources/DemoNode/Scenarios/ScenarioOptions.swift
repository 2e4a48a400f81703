import ArgumentParser

struct ScenarioOptions: ParsableArguments {
    @Option(help: "Add an attack or a failure to the traffic; docs/scenarios.md tells of each.")
    var scenario: ScenarioName?

    @Option(help: ArgumentHelp("Seconds after which it begins.", valueName: "seconds"))
    var scenarioAfter: Double = 10

    @Option(help: ArgumentHelp("Seconds for which it goes on. Unless given, until the end.", valueName: "seconds"))
    var scenarioSeconds: Double?

    @Option(
        help: ArgumentHelp("How strong it is: 1 as in its published source, 0.1 a tenth of that.", valueName: "factor"))
    var scenarioIntensity: Double = 1

    func validate() throws {
        guard 0...1e9 ~= scenarioAfter, 0.001...1e9 ~= scenarioSeconds ?? 1 else {
            throw ValidationError("--scenario-after takes 0 and more, --scenario-seconds 0.001 and more")
        }
        guard 0.001...100 ~= scenarioIntensity else {
            throw ValidationError("--scenario-intensity takes 0.001 to 100")
        }
    }

    var settings: ScenarioSettings? {
        scenario.map {
            ScenarioSettings(
                name: $0.text, afterSeconds: scenarioAfter, seconds: scenarioSeconds, intensity: scenarioIntensity)
        }
    }
}

/// Which scenario there is, and when.
struct ScenarioSettings: Equatable {
    var name: String
    var afterSeconds: Double = 10
    /// nil: until the end.
    var seconds: Double?
    var intensity: Double = 1
}
