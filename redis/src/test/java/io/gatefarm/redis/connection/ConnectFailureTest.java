package io.gatefarm.redis.connection;

import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.embedded.LocalCertificates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that cannot be used as configured says which part of the config is wrong, and never a password. */
@Timeout(60)
class ConnectFailureTest {
    private static final String SECRET = "topsecret";

    @TempDir
    private static Path folder;

    private static SecureRedis redis;

    @BeforeAll
    static void start() throws Exception {
        redis = new SecureRedis(folder.resolve("tls"));
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void set() {
        redis.setPassword("right");
        redis.wantClientCertificates(false);
    }

    private static void assertOpens(RedisConfig config) {
        try (var farm = FarmRedis.open(config, "chat")) {
            assertThat(get(farm.directory().countClients())).isZero();
        }
    }

    private static RedisUnavailableException assertFails(RedisConfig config, ConnectProblem problem) {
        Throwable failure = catchThrowable(() -> FarmRedis.open(config, "chat").close());
        assertThat(failure)
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessageStartingWith("cannot connect to Redis at " + config.address() + ": ");
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(SECRET);
        assertThat(config.toString() + config.login()).doesNotContain(SECRET);
        var unavailable = (RedisUnavailableException) failure;
        assertThat(unavailable.problem()).as(unavailable.getMessage()).contains(problem);
        return unavailable;
    }

    // ---- who I am

    @Test
    void login_wrongPassword_namesTheUser() {
        var config = RedisConfig.of(redis.uri()).withLogin(RedisLogin.of("me", SECRET));
        assertThat(assertFails(config, ConnectProblem.LOGIN)).hasMessageContaining("it refuses user me: ");
    }

    @Test
    void login_unknownUser_namesTheUser() {
        var config = RedisConfig.of(redis.uri()).withLogin(RedisLogin.of("nobody", SECRET));
        assertThat(assertFails(config, ConnectProblem.LOGIN)).hasMessageContaining("it refuses user nobody: ");
    }

    @Test
    void login_wrongInTheUri_namesTheUser() {
        var config = RedisConfig.of(
                "redis://me:" + SECRET + "@127.0.0.1:" + redis.server().port());
        assertThat(assertFails(config, ConnectProblem.LOGIN)).hasMessageContaining("it refuses user me: ");
    }

    @Test
    void login_wrongOverTls_namesTheUser() {
        var config = RedisConfig.of(redis.tlsUri()).withTls(redis.trusting()).withLogin(RedisLogin.of("me", SECRET));
        assertThat(assertFails(config, ConnectProblem.LOGIN)).hasMessageContaining("it refuses user me: ");
    }

    @Test
    void login_none_whereOneIsWanted_saysSo() {
        redis.openToAll(false);
        try {
            assertThat(assertFails(RedisConfig.of(redis.uri()), ConnectProblem.LOGIN))
                    .hasMessageContaining("it refuses user default: ");
        } finally {
            redis.openToAll(true);
        }
    }

    @Test
    void login_passwordFileGone_namesTheFile() {
        Path file = folder.resolve("gone");
        var config = RedisConfig.of(redis.uri()).withLogin(RedisLogin.fromFile("me", file));
        assertThat(assertFails(config, ConnectProblem.LOGIN)).hasMessageEndingWith("no such file: " + file);
    }

    @Test
    void login_right_opens() throws Exception {
        assertOpens(RedisConfig.of(redis.uri()).withLogin(RedisLogin.of("me", "right")));
        Path file = Files.writeString(folder.resolve("password"), "right\n");
        assertOpens(RedisConfig.of(redis.uri()).withLogin(RedisLogin.fromFile("me", file)));
    }

    // ---- TLS

    @Test
    void address_silent_isNoMatterOfLoginOrTls() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) { // takes and says nothing
            String address = "localhost:" + silent.getLocalPort();
            var login = RedisLogin.of("me", SECRET);
            var patience = Duration.ofMillis(500);
            assertFails(
                    RedisConfig.of("redis://" + address)
                            .withCommandTimeout(patience)
                            .withLogin(login),
                    ConnectProblem.ADDRESS);
            assertFails(
                    RedisConfig.of("rediss://" + address)
                            .withCommandTimeout(patience)
                            .withLogin(login),
                    ConnectProblem.ADDRESS);
        }
    }

    @Test
    void address_nobodyListens_saysSo() {
        assertFails(RedisConfig.of("redis://127.0.0.1:" + SecureRedis.freePort()), ConnectProblem.ADDRESS);
        assertFails(
                RedisConfig.of("rediss://127.0.0.1:" + SecureRedis.freePort()).withTls(redis.trusting()),
                ConnectProblem.ADDRESS);
    }

    @Test
    void sentinels_noneListens_saysSo() {
        var config = RedisConfig.of("redis-sentinel://me:" + SECRET + "@127.0.0.1:" + SecureRedis.freePort()
                + ",127.0.0.1:" + SecureRedis.freePort() + "/0#main");
        assertThat(assertFails(config, ConnectProblem.ADDRESS)).hasMessageContaining("#main: no Sentinel answers: ");
    }

    @Test
    void tls_toAPlainPort_saysSo() {
        var config =
                RedisConfig.of(redis.uri().replace("redis://", "rediss://")).withTls(redis.trusting());
        assertThat(assertFails(config, ConnectProblem.PLAIN_PORT)).hasMessageContaining("does not speak TLS");
    }

    @Test
    void plain_toATlsPort_saysSo() {
        var config =
                RedisConfig.of(redis.tlsUri().replace("rediss://", "redis://")).withLogin(RedisLogin.of("me", SECRET));
        assertThat(assertFails(config, ConnectProblem.TLS_PORT)).hasMessageContaining("rediss://");
    }

    @Test
    void tls_unknownCa_saysSo() throws Exception {
        assertFails(RedisConfig.of(redis.tlsUri()), ConnectProblem.SERVER_CERTIFICATE);
        var config = RedisConfig.of(redis.tlsUri())
                .withTls(
                        RedisTls.SYSTEM.withCaFile(redis.certificates().client().certificate()));
        assertFails(config, ConnectProblem.SERVER_CERTIFICATE);
    }

    @Test
    void tls_certificateForAnotherHost_isRefusedUnlessNotVerified() {
        redis.showCertificate(redis.certificates().issue("other", "san=dns:other.example"));
        try {
            var config = RedisConfig.of(redis.tlsUri()).withTls(redis.trusting());
            assertThat(assertFails(config, ConnectProblem.SERVER_CERTIFICATE)).hasMessageContaining("127.0.0.1");
            assertOpens(config.withTls(redis.trusting().withoutHostVerification()));
        } finally {
            redis.showCertificate(redis.certificates().server());
        }
    }

    @Test
    void tls_noClientCertificate_saysSo() {
        redis.wantClientCertificates(true);
        var config = RedisConfig.of(redis.tlsUri()).withTls(redis.trusting()).withLogin(RedisLogin.of("me", SECRET));
        assertThat(assertFails(config, ConnectProblem.CLIENT_CERTIFICATE))
                .hasMessageContaining("it wants a client certificate");
    }

    @Test
    void tls_clientCertificateOfAnotherCa_saysSo() throws Exception {
        redis.wantClientCertificates(true);
        var foreign = LocalCertificates.create(Files.createDirectories(folder.resolve("foreign")));
        var config = RedisConfig.of(redis.tlsUri())
                .withTls(redis.trusting()
                        .withClientCertificate(
                                foreign.client().certificate(), foreign.client().key()));
        assertThat(assertFails(config, ConnectProblem.CLIENT_CERTIFICATE))
                .hasMessageContaining("it does not take the client certificate");
    }

    @Test
    void tls_right_opens() {
        assertOpens(RedisConfig.of(redis.tlsUri()).withTls(redis.trusting()));
        redis.wantClientCertificates(true);
        var client = redis.certificates().client();
        assertOpens(RedisConfig.of(redis.tlsUri())
                .withTls(redis.trusting().withClientCertificate(client.certificate(), client.key()))
                .withLogin(RedisLogin.of("me", "right")));
    }
}
