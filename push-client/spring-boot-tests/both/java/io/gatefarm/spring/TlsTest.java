package io.gatefarm.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.push.Gateway;
import io.gatefarm.redis.embedded.LocalCertificates;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalRedisConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that wants TLS and a certificate of the application, with the driver that Spring Boot brings. */
class TlsTest {
    @TempDir
    private static Path folder;

    private static LocalCertificates certificates;
    private static LocalRedis redis;
    private static String uri;

    @BeforeAll
    static void start() throws IOException {
        certificates = LocalCertificates.create(folder);
        int port;
        try (var closedSoon = new ServerSocket(0)) {
            port = closedSoon.getLocalPort();
        }
        redis = LocalRedis.start(LocalRedisConfig.DEFAULTS.withTls(port, certificates, true));
        uri = "gatefarm.redis-uri=rediss://127.0.0.1:" + port;
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void gateway_filesGiven_connects() {
        var client = certificates.client();
        try (var app = BootApp.start(
                BootApp.Plain.class,
                uri,
                "gatefarm.redis-ca-file=" + certificates.ca(),
                "gatefarm.redis-cert-file=" + client.certificate(),
                "gatefarm.redis-key-file=" + client.key())) {
            assertThat(app.getBean(Gateway.class).countClients()).isZero();
        }
    }

    @Test
    void start_caUnknown_namesTheCaFile() {
        String output = BootApp.outputOfFailedStart(BootApp.Plain.class, uri);

        assertThat(output).contains("APPLICATION FAILED TO START", "certificate", "gatefarm.redis-ca-file");
    }

    @Test
    void start_noClientCertificate_namesTheCertFile() {
        String output =
                BootApp.outputOfFailedStart(BootApp.Plain.class, uri, "gatefarm.redis-ca-file=" + certificates.ca());

        assertThat(output).contains("APPLICATION FAILED TO START", "client certificate", "gatefarm.redis-cert-file");
    }
}
