import SmugLoop
import SmugTelemetry

/// What is told of the program and its process, under the names that Prometheus has for it.
struct ProcessMetrics: Sendable {
    init(_ registry: MetricRegistry, version: String, log: Log) {
        let build = registry.gauges(
            "smug_build_info", "1, with what was built as its labels.", labels: ["version"])
        build.series(version).set(1)
        let dropped = registry.observedCounter(
            "smug_log_lines_dropped_total", "Lines of the log that could not be written.")
        dropped.observe { log.droppedLines }
        let start = registry.observedGauge(
            "process_start_time_seconds", "When the process began, in seconds since 1970.")
        Self.observe(start) { ProcessUsage.startSeconds.map { .double($0) } }
        let cpu = registry.observedCounter(
            "process_cpu_seconds_total", "Processor time of the process, in seconds.")
        Self.observe(cpu) { ProcessUsage.current.cpuSeconds.map { .double($0) } }
        let resident = registry.observedGauge(
            "process_resident_memory_bytes", "Memory of the process that is resident, in bytes.")
        Self.observe(resident) { ProcessUsage.current.residentBytes.map { .integer($0) } }
        let virtual = registry.observedGauge(
            "process_virtual_memory_bytes", "Address space of the process, in bytes.")
        Self.observe(virtual) { ProcessUsage.current.virtualBytes.map { .integer($0) } }
        let open = registry.observedGauge("process_open_fds", "Files that are open.")
        Self.observe(open) { ProcessUsage.current.openFiles.map { .integer($0) } }
        let most = registry.observedGauge("process_max_fds", "Files that may be open.")
        Self.observe(most) { ProcessUsage.current.maxOpenFiles.map { .integer($0) } }
    }

    private static func observe(
        _ metric: ObservedMetric, _ value: @escaping @Sendable () -> MetricValue?
    ) {
        metric.observe { report in
            if let value = value() { report([], value) }
        }
    }
}
