package io.gatefarm.spring;

import io.gatefarm.push.Gateway;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.embedded.RedisSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications that know nothing of Gatefarm but their class path, started as {@code main} would. */
final class BootApp {
    /** One for all tests; the apps in it differ. It ends with the JVM. */
    static final RedisSource REDIS = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));

    private BootApp() {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    /** With a Gateway of its own. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithItsOwnGateway {
        @Bean(destroyMethod = "close")
        GatewayClient ownGateway() {
            return GatewayClient.connect(REDIS.uri(), "own");
        }
    }

    /** With a bean that needs the Gateway before the application is up. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithAnEagerUser {
        @Bean
        String greeting(Gateway gateway) {
            return gateway.countClients() + " clients";
        }
    }

    static ConfigurableApplicationContext start(Class<?> source, String... properties) {
        return new SpringApplicationBuilder(source)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .properties(properties)
                .run();
    }

    static ConfigurableApplicationContext startOnRedis(String... properties) {
        String[] all = new String[properties.length + 1];
        all[0] = "gatefarm.redis-uri=" + REDIS.uri();
        System.arraycopy(properties, 0, all, 1, properties.length);
        return start(Plain.class, all);
    }

    /** What a person sees when the application cannot start. */
    static String outputOfFailedStart(Class<?> source, String... properties) {
        PrintStream console = System.out;
        var output = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try (var started = start(source, properties)) {
            throw new AssertionError("it did start: " + started);
        } catch (RuntimeException e) {
            return output.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(console);
        }
    }
}
