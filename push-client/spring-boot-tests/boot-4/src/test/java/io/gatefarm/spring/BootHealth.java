package io.gatefarm.spring;

import java.util.Map;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.context.ApplicationContext;

/** The health endpoint as Spring Boot 4.0 has it. */
final class BootHealth {
    static final String BOOT = "4.0";
    static final String CONFIGURATION = "io.gatefarm.spring.health.Boot4HealthAutoConfiguration";

    private BootHealth() {}

    /** UP or DOWN: what the whole application is. */
    static String status(ApplicationContext app) {
        return app.getBean(HealthEndpoint.class).health().getStatus().getCode();
    }

    /** What is told about Gatefarm. */
    static Map<String, Object> details(ApplicationContext app) {
        return ((IndicatedHealthDescriptor) app.getBean(HealthEndpoint.class).healthForPath("gatefarm")).getDetails();
    }

    static boolean isThere(ApplicationContext app) {
        return app.getBean(HealthEndpoint.class).healthForPath("gatefarm") != null;
    }
}
