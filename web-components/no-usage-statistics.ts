// Stands in for Vaadin's telemetry: a console shows customers' words and reports nothing to anyone.
export const usageStatistics = () => {}
