package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.push.GatewayClient;
import io.gatefarm.push.Receipt;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisLogin;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisTls;
import io.gatefarm.redis.embedded.LocalCertificates;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalRedisConfig;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A farm as it should run in production: each process a Redis user of its own from users.acl, over TLS with client
 * certificates, passwords in files. Every log is on at TRACE, and no password is in it.
 */
@Timeout(180)
class SecuredFarmIT {
    private static final Path USERS = Path.of("..", "..", "redis", "users.acl");
    private static final String SECRET = "s3cret-of-";

    @TempDir
    private Path folder;

    private final List<FarmProcess> processes = new ArrayList<>();
    private LocalCertificates certificates;
    private LocalRedis redis;
    private String tlsUri;

    @BeforeEach
    void start() throws Exception {
        certificates = LocalCertificates.create(folder);
        List<String> users = new ArrayList<>();
        for (String line : Files.readAllLines(USERS)) {
            String user = line.split(" ", -1)[1];
            Files.writeString(folder.resolve(user), SECRET + user + "\n");
            users.add(line + " #" + sha256(SECRET + user));
        }
        Path acl = Files.write(folder.resolve("users.acl"), users);
        int tlsPort;
        try (var socket = new ServerSocket(0)) {
            tlsPort = socket.getLocalPort();
        }
        tlsUri = "rediss://localhost:" + tlsPort;
        redis = LocalRedis.start(
                LocalRedisConfig.DEFAULTS.withTls(tlsPort, certificates, true).withDirective("aclfile \"" + acl + '"'));
        Files.writeString(folder.resolve("everything.xml"), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%level %logger %msg%n</pattern></encoder>
                  </appender>
                  <logger name="io.gatefarm" level="TRACE"/>
                  <logger name="io.lettuce" level="TRACE"/>
                  <root level="INFO"><appender-ref ref="out"/></root>
                </configuration>
                """);
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    @AfterEach
    void stop() {
        processes.forEach(FarmProcess::close);
        redis.close();
    }

    private String[] settings(String app, String user) {
        var client = certificates.client();
        return new String[] {
            "--app=" + app,
            "--redis-uri=" + tlsUri,
            "--redis-user=" + user,
            "--redis-password-file=" + folder.resolve(user),
            "--redis-ca-file=" + certificates.ca(),
            "--redis-cert-file=" + client.certificate(),
            "--redis-key-file=" + client.key()
        };
    }

    private RedisConfig config(String user) {
        var client = certificates.client();
        return RedisConfig.of(tlsUri)
                .withLogin(RedisLogin.fromFile(user, folder.resolve(user)))
                .withTls(RedisTls.SYSTEM
                        .withCaFile(certificates.ca())
                        .withClientCertificate(client.certificate(), client.key()));
    }

    private FarmProcess started(FarmProcess process) {
        processes.add(process);
        return process;
    }

    private List<String> logEverything() {
        return List.of("-Dlogback.configurationFile=" + folder.resolve("everything.xml"));
    }

    @Test
    void farm_underItsUsersByTls_worksAndShowsNoSecret() throws Exception {
        var worker = started(FarmProcess.chatWorker(logEverything(), settings("chat", "chat-worker")));
        var gateway = started(FarmProcess.gateway(logEverything(), settings("chat", "chat-gateway")));
        String pages;
        try (var push = GatewayClient.connect(config("chat-push"), "chat")) {
            Matcher ports = gateway.await("listens on (\\d+), admin on (\\d+)");
            int port = Integer.parseInt(ports.group(1));
            int adminPort = Integer.parseInt(ports.group(2));
            try (var anna = ChatClient.connect(port)) {
                String annaId = anna.login("Anna", "1");
                anna.say("all", "all", "hello");
                assertThat(anna.next("say").get("content").getAsString()).isEqualTo("hello");
                Receipt receipt = push.sendToClient(annaId, "{\"type\":\"pushed\"}")
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
                assertThat(receipt.status()).isEqualTo(Receipt.Status.ROUTED);
                anna.next("pushed");
                assertThat(push.countClients()).isEqualTo(1);
            }
            pages = page(adminPort, "info") + page(adminPort, "metrics") + page(adminPort, "readyz");
        }
        gateway.terminate();
        worker.terminate();

        List<String> log = new ArrayList<>(gateway.everything());
        log.addAll(worker.everything());
        assertThat(log).anyMatch(line -> line.startsWith("TRACE io.lettuce"));
        assertThat(log).noneMatch(line -> line.contains(SECRET));
        assertThat(pages).contains("gatefarm_").doesNotContain(SECRET);
    }

    private static String page(int port, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/" + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void process_withTheUserOfAnotherApp_endsAndSaysSo() throws Exception {
        for (FarmProcess process : List.of(
                started(FarmProcess.gateway(settings("shop", "chat-gateway"))),
                started(FarmProcess.chatWorker(settings("shop", "chat-worker"))))) {
            assertThat(process.awaitExit()).isEqualTo(1);
            assertThat(process.rest())
                    .anyMatch(line -> line.contains("Redis does not permit user chat-") && line.contains("{shop}:meta"))
                    .noneMatch(line -> line.contains(SECRET));
        }
        try (var push = GatewayClient.connect(config("chat-push"), "shop")) {
            assertThatThrownBy(push::countClients)
                    .isInstanceOf(RedisRefusedException.class)
                    .hasMessageContaining("NOPERM");
        }
    }
}
