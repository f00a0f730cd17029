/**
 * What a gateway can be configured to: records with defaults and checks, grouped by role. Reading the environment does not
 * belong here.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.config.GatewayConfig}. All types are immutable.
 */
@NullMarked
package io.gatefarm.gateway.config;

import org.jspecify.annotations.NullMarked;
