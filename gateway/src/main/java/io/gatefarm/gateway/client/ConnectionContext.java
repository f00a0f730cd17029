package io.gatefarm.gateway.client;

import io.gatefarm.gateway.config.ClientConfig;
import io.gatefarm.gateway.inbound.Forwarder;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import java.time.Clock;

/**
 * What the connections under one gateway id share.
 *
 * @param clock wall-clock time of events
 */
public record ConnectionContext(
        String gatewayId,
        Forwarder forwarder,
        Connections connections,
        ClientConfig config,
        GatewayMetrics metrics,
        Clock clock) {}
