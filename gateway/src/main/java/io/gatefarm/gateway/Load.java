package io.gatefarm.gateway;

import io.gatefarm.gateway.admission.Admission;
import io.gatefarm.gateway.client.ClientQueues;
import io.gatefarm.gateway.config.GatewayConfig;
import java.util.function.LongSupplier;

/**
 * How loaded a gateway is, 0 to 1: the fullest of what it can run out of. That is places for connections, if they are limited; the
 * inbound buffer; and memory for client queues, of which half the heap may be used.
 *
 * @param inboundBytes events that workers have not finished
 */
record Load(Admission admission, LongSupplier inboundBytes, ClientQueues queues, GatewayConfig config) {
    double ratio() {
        int places = config.admission().maxConnections();
        double connections = places == 0 ? 0 : (double) admission.taken() / places;
        double inbound = (double) inboundBytes.getAsLong() / config.inbound().bufferBytes();
        double outbound = queues.bytes() / (Runtime.getRuntime().maxMemory() / 2.0);
        return Math.min(1, Math.max(connections, Math.max(inbound, outbound)));
    }
}
