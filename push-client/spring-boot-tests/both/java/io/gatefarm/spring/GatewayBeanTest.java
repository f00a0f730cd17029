package io.gatefarm.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.push.Gateway;
import io.gatefarm.push.Receipt;
import io.gatefarm.redis.connection.RedisFailures;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;

class GatewayBeanTest {
    private static final String PASSWORD = "p@ss:w/ö rd%41+";

    @Test
    void springBoot_isTheOneMeant() {
        assertThat(SpringBootVersion.getVersion()).startsWith(BootHealth.BOOT + ".");
    }

    @Test
    void gateway_pushesAndAsks() {
        try (var app = BootApp.startOnRedis("gatefarm.app=shop")) {
            Gateway gateway = app.getBean(Gateway.class);
            Receipt receipt = RedisFailures.await(gateway.sendToUid("42", "shipped"), Duration.ofSeconds(20));
            assertThat(receipt.status()).isEqualTo(Receipt.Status.OFFLINE);
            assertThat(gateway.countClients()).isZero();
        }
    }

    @Test
    void gateway_contextClosed_isClosed() {
        Gateway gateway;
        try (var app = BootApp.startOnRedis()) {
            gateway = app.getBean(Gateway.class);
            assertThat(gateway.countClients()).isZero();
        }
        assertThatThrownBy(gateway::countClients).isInstanceOf(RuntimeException.class);
    }

    @Test
    void gateway_ofTheApplication_isTakenInstead() {
        try (var app = BootApp.start(BootApp.WithItsOwnGateway.class, "gatefarm.redis-uri=redis://127.0.0.1:1")) {
            assertThat(app.getBeansOfType(Gateway.class)).containsOnlyKeys("ownGateway");
        }
    }

    @Test
    void gateway_notEnabled_isNotMade() {
        try (var app = BootApp.startOnRedis("gatefarm.enabled=false")) {
            assertThat(app.getBeansOfType(Gateway.class)).isEmpty();
        }
    }

    @Test
    void gateway_lazy_connectsWhenUsed() {
        try (var app = BootApp.start(
                BootApp.Plain.class,
                "gatefarm.redis-uri=redis://127.0.0.1:1",
                "spring.main.lazy-initialization=true",
                "management.health.gatefarm.enabled=false")) {
            assertThatThrownBy(() -> app.getBean(Gateway.class)).hasMessageContaining("127.0.0.1:1");
        }
    }

    @Test
    void gateway_userAndPassword_logIn(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        String address = BootApp.REDIS.uri().substring("redis://".length());
        assertThat(address).as("the tests' Redis has no password").doesNotContain("@");
        var admin = RedisClient.create(BootApp.REDIS.uri());
        try (var connection = admin.connect()) {
            var rights = AclSetuserArgs.Builder.on()
                    .addPassword(PASSWORD)
                    .keyPattern("*")
                    .channelPattern("*")
                    .allCommands();
            connection.sync().aclSetuser("shop", rights);
            String user = "gatefarm.redis-user=shop";

            try (var app = BootApp.startOnRedis(user, "gatefarm.redis-password=" + PASSWORD)) {
                assertThat(app.getBean(Gateway.class).countClients()).isZero();
                assertThat(connection.sync().clientList()).contains("user=shop");
                assertThat(app.getBean(GatefarmProperties.class).toString()).doesNotContain(PASSWORD);
            }
            try (var app = BootApp.startOnRedis(user, "gatefarm.redis-password-file=" + file)) {
                assertThat(app.getBean(Gateway.class).countClients()).isZero();
            }
            String output = BootApp.outputOfFailedStart(
                    BootApp.Plain.class,
                    "gatefarm.redis-uri=" + BootApp.REDIS.uri(),
                    user,
                    "gatefarm.redis-password=wrong-secret");
            assertThat(output).contains(address, "refuses user shop", "gatefarm.redis-password").doesNotContain("wrong-secret");
            connection.sync().aclDeluser("shop");
        } finally {
            admin.shutdown();
        }
    }
}
