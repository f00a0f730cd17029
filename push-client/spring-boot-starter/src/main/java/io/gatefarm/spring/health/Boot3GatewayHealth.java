package io.gatefarm.spring.health;

import io.gatefarm.push.Gateway;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Whether Redis answers, and how many clients are connected, for Spring Boot 3.5. One Redis call. */
final class Boot3GatewayHealth extends AbstractHealthIndicator {
    private final Gateway gateway;

    Boot3GatewayHealth(Gateway gateway) {
        super("Redis does not answer Gatefarm");
        this.gateway = gateway;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        health.up().withDetail("clients", gateway.countClients());
    }
}
