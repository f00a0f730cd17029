package io.gatefarm.cli;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.process.FarmSettings;
import io.gatefarm.redis.process.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which farm a command is about: the settings that gateways and workers have, as options and variables of the same names. */
final class FarmOptions {
    @Option(
            names = "--redis-uri",
            paramLabel = "URI",
            description =
                    "Where Redis is, rediss:// for TLS, redis-sentinel:// for Sentinels; else GATEFARM_REDIS_URI, else "
                            + "redis://127.0.0.1:6379")
    private @Nullable String uri;

    @Option(
            names = "--redis-timeout",
            paramLabel = "TIME",
            description = "How long Redis may take to answer; else GATEFARM_REDIS_TIMEOUT, else 3s")
    private @Nullable String timeout;

    @Option(names = "--redis-user", paramLabel = "USER", description = "User at Redis; else GATEFARM_REDIS_USER")
    private @Nullable String user;

    @Option(
            names = "--redis-password-file",
            paramLabel = "FILE",
            description = "Holds its password; else GATEFARM_REDIS_PASSWORD_FILE, or GATEFARM_REDIS_PASSWORD itself")
    private @Nullable String passwordFile;

    @Option(
            names = "--sentinel-password-file",
            paramLabel = "FILE",
            description = "Holds the Sentinels' own password; else GATEFARM_SENTINEL_PASSWORD_FILE")
    private @Nullable String sentinelPasswordFile;

    @Option(
            names = "--redis-ca-file",
            paramLabel = "FILE",
            description = "CAs that may vouch for Redis, PEM; else GATEFARM_REDIS_CA_FILE")
    private @Nullable String caFile;

    @Option(
            names = "--redis-cert-file",
            paramLabel = "FILE",
            description = "Certificate shown to Redis, PEM; else GATEFARM_REDIS_CERT_FILE")
    private @Nullable String certFile;

    @Option(
            names = "--redis-key-file",
            paramLabel = "FILE",
            description = "Its private key, PEM; else GATEFARM_REDIS_KEY_FILE")
    private @Nullable String keyFile;

    @Option(names = "--app", paramLabel = "APP", description = "Name of the app; else GATEFARM_APP, else gatefarm")
    private @Nullable String app;

    /** Connects. Variables that are no setting of the command line are other processes' and passed over. */
    Farm open() {
        Settings settings = Settings.read(System.getenv(), flags());
        FarmSettings farm = FarmSettings.read(settings);
        try {
            return new Farm(FarmRedis.open(farm.redis(), farm.app()), farm.redis());
        } catch (RedisUnavailableException e) {
            throw new CannotException(FarmSettings.explain(settings, e));
        }
    }

    private String[] flags() {
        List<String> flags = new ArrayList<>();
        add(flags, "--redis-uri", uri);
        add(flags, "--redis-timeout", timeout);
        add(flags, "--redis-user", user);
        add(flags, "--redis-password-file", passwordFile);
        add(flags, "--sentinel-password-file", sentinelPasswordFile);
        add(flags, "--redis-ca-file", caFile);
        add(flags, "--redis-cert-file", certFile);
        add(flags, "--redis-key-file", keyFile);
        add(flags, "--app", app);
        return flags.toArray(String[]::new);
    }

    private static void add(List<String> flags, String name, @Nullable String value) {
        if (value != null) {
            flags.add(name + "=" + value);
        }
    }
}
