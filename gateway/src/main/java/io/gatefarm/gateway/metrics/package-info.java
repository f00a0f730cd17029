/**
 * What the gateway counts. No label ever names a client, uid or group.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.metrics.GatewayMetrics}. Thread-safe.
 */
@NullMarked
package io.gatefarm.gateway.metrics;

import org.jspecify.annotations.NullMarked;
