package io.gatefarm.gateway;

import io.gatefarm.gateway.admission.Admission;
import io.gatefarm.gateway.client.ClientQueues;
import io.gatefarm.gateway.config.AdmissionConfig;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/**
 * How loaded a gateway is, 0 to 1: the fullest of what it can run out of. That is places for connections, if they are limited; open
 * files; the inbound buffer of one partition; and memory for client queues, of which half the heap may be used.
 *
 * @param inbound share that the fullest partition uses of its part of the inbound buffer
 */
record Load(
        Admission admission,
        AdmissionConfig limits,
        DoubleSupplier inbound,
        ClientQueues queues,
        ProcessLimits process) {
    double ratio() {
        double outbound = outbound(queues.bytes(), process.heapInUse(), process.heap());
        return Math.min(
                1,
                DoubleStream.of(connections(), process.openFiles(), inbound.getAsDouble(), outbound)
                        .max()
                        .orElse(0));
    }

    private double connections() {
        int places = limits.maxConnections();
        return places == 0 ? 0 : (double) admission.taken() / places;
    }

    /** What is queued counts once for each receiver, though they share it: it cannot be more than the heap holds. */
    static double outbound(long queuedBytes, long heapInUse, long heap) {
        return Math.min(queuedBytes, heapInUse) / (heap / 2.0);
    }
}
