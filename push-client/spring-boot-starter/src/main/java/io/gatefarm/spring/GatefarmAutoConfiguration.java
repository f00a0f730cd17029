package io.gatefarm.spring;

import io.gatefarm.push.Gateway;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Makes the application's {@link Gateway} and closes it with the context. It steps back when the application has a {@code
 * Gateway} bean of its own, or {@code gatefarm.enabled} is false.
 *
 * <p>The bean connects when it is made: an application whose Redis is away does not start, and says why. Where it is injected
 * lazily, it connects at its first use.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "gatefarm.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(GatefarmProperties.class)
public class GatefarmAutoConfiguration {
    @Bean(destroyMethod = "close") // waits for the sends under way, at most 10 s
    @ConditionalOnMissingBean(Gateway.class)
    GatewayClient gatefarmGateway(GatefarmProperties properties) {
        String app = properties.checkedApp();
        RedisConfig redis = properties.redis();
        try {
            return GatewayClient.connect(redis, app);
        } catch (RedisUnavailableException e) {
            throw GatewayStartException.noRedis(e);
        } catch (RedisRefusedException e) {
            throw GatewayStartException.refused(e);
        }
    }
}
