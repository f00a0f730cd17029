package io.gatefarm.redis.connection;

import io.gatefarm.redis.embedded.LocalCertificates;
import io.gatefarm.redis.embedded.LocalCertificates.Pem;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalRedisConfig;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/** A Redis with a plain and a TLS port, and one user, {@code me}; the plain port is open to its default user. */
final class SecureRedis implements AutoCloseable {
    private final LocalCertificates certificates;
    private final LocalRedis server;
    private final int tlsPort;
    private final RedisClient client;
    private final RedisCommands<String, String> commands;

    SecureRedis(Path folder) throws IOException {
        this.certificates = LocalCertificates.create(Files.createDirectories(folder));
        this.tlsPort = freePort();
        this.server = LocalRedis.start(LocalRedisConfig.DEFAULTS.withTls(tlsPort, certificates, false));
        this.client = RedisClient.create(server.uri());
        this.commands = client.connect().sync();
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By its hash, so that no log can have it from here. */
    void setPassword(String password) {
        commands.aclSetuser(
                "me",
                AclSetuserArgs.Builder.reset()
                        .on()
                        .addHashedPassword(sha256(password))
                        .allKeys()
                        .allChannels()
                        .allCommands());
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void wantClientCertificates(boolean wanted) {
        commands.configSet("tls-auth-clients", wanted ? "yes" : "no");
    }

    /** Whether the default user may log in, as anybody does who gives no user. */
    void openToAll(boolean open) {
        commands.aclSetuser("default", open ? AclSetuserArgs.Builder.on() : AclSetuserArgs.Builder.off());
    }

    void showCertificate(Pem pem) {
        commands.configSet(Map.of(
                "tls-cert-file",
                pem.certificate().toString(),
                "tls-key-file",
                pem.key().toString()));
    }

    /** Ends every connection of the user; its processes connect again. */
    void disconnect() {
        commands.clientKill(KillArgs.Builder.user("me"));
    }

    LocalCertificates certificates() {
        return certificates;
    }

    LocalRedis server() {
        return server;
    }

    String uri() {
        return server.uri();
    }

    String tlsUri() {
        return "rediss://127.0.0.1:" + tlsPort;
    }

    RedisTls trusting() {
        return RedisTls.SYSTEM.withCaFile(certificates.ca());
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        server.close();
    }
}
