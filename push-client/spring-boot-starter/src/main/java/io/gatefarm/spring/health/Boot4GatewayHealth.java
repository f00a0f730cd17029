package io.gatefarm.spring.health;

import io.gatefarm.push.Gateway;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether Redis answers, and how many clients are connected, for Spring Boot 4.0. One Redis call. */
final class Boot4GatewayHealth extends AbstractHealthIndicator {
    private final Gateway gateway;

    Boot4GatewayHealth(Gateway gateway) {
        super("Redis does not answer Gatefarm");
        this.gateway = gateway;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up().withDetail("clients", gateway.countClients());
    }
}
