package io.gatefarm.spring;

import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.context.ApplicationContext;

/** The health endpoint as Spring Boot 3.5 has it. */
final class BootHealth {
    static final String BOOT = "3.5";
    static final String CONFIGURATION = "io.gatefarm.spring.health.Boot3HealthAutoConfiguration";

    private BootHealth() {}

    /** UP or DOWN: what the whole application is. */
    static String status(ApplicationContext app) {
        return app.getBean(HealthEndpoint.class).health().getStatus().getCode();
    }

    /** What is told about Gatefarm. */
    static Map<String, Object> details(ApplicationContext app) {
        return ((Health) app.getBean(HealthEndpoint.class).healthForPath("gatefarm")).getDetails();
    }

    static boolean isThere(ApplicationContext app) {
        return app.getBean(HealthEndpoint.class).healthForPath("gatefarm") != null;
    }
}
