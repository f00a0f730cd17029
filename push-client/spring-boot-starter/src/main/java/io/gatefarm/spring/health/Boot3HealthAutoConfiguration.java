package io.gatefarm.spring.health;

import io.gatefarm.push.Gateway;
import io.gatefarm.spring.GatefarmAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/** Adds the health indicator of Spring Boot 3.5. */
@AutoConfiguration(after = GatefarmAutoConfiguration.class)
@ConditionalOnClass({AbstractHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSingleCandidate(Gateway.class)
@ConditionalOnEnabledHealthIndicator("gatefarm")
public class Boot3HealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = "gatefarmHealthIndicator")
    Boot3GatewayHealth gatefarmHealthIndicator(Gateway gateway) {
        return new Boot3GatewayHealth(gateway);
    }
}
