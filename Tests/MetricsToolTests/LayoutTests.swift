import Testing

@testable import MetricsTool

@Suite struct LayoutTests {
    @Test func namesAreUnique() {
        let names = MetricsTool.layout.metrics.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
