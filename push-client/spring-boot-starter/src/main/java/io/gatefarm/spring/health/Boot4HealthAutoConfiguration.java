package io.gatefarm.spring.health;

import io.gatefarm.push.Gateway;
import io.gatefarm.spring.GatefarmAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.context.annotation.Bean;

/** Adds the health indicator of Spring Boot 4.0. */
@AutoConfiguration(after = GatefarmAutoConfiguration.class)
@ConditionalOnClass({AbstractHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSingleCandidate(Gateway.class)
@ConditionalOnEnabledHealthIndicator("gatefarm")
public class Boot4HealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = "gatefarmHealthIndicator")
    Boot4GatewayHealth gatefarmHealthIndicator(Gateway gateway) {
        return new Boot4GatewayHealth(gateway);
    }
}
