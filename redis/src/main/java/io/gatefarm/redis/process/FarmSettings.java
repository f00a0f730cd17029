package io.gatefarm.redis.process;

import io.gatefarm.redis.connection.ConnectProblem;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisLogin;
import io.gatefarm.redis.connection.RedisTls;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.key.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The settings that every process of a farm has: which Redis, as whom, which app.
 *
 * <pre>{@code
 * var settings = Settings.read(System.getenv(), args);
 * var farm = FarmSettings.read(settings);
 * settings.end();
 * try (var redis = FarmRedis.open(farm.redis(), farm.app())) { .. }
 * catch (RedisUnavailableException e) { System.err.println(FarmSettings.explain(settings, e)); }
 * }</pre>
 *
 * @param partitions 0 takes what is set up
 */
public record FarmSettings(RedisConfig redis, String app, int partitions) {
    private static final String DEFAULT_REDIS = "redis://127.0.0.1:6379";
    private static final String DEFAULT_APP = "gatefarm";
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(500);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(5);

    private static final String URI = "redis-uri";
    private static final String USER = "redis-user";
    private static final String PASSWORD = "redis-password";
    private static final String PASSWORD_FILE = "redis-password-file";
    private static final String SENTINEL_PASSWORD_FILE = "sentinel-password-file";
    private static final String CA_FILE = "redis-ca-file";
    private static final String CERT_FILE = "redis-cert-file";
    private static final String KEY_FILE = "redis-key-file";

    /**
     * Asks for all of them, and looks into the files.
     *
     * @throws SettingException that names the setting and the file, never a password
     */
    public static FarmSettings read(Settings settings) {
        return new FarmSettings(
                redis(settings),
                settings.value("app", DEFAULT_APP, "name of the app served", name -> new Keys(name).app()),
                settings.integer("partitions", 0, 0, 1024, "streams of the app; 0 takes what is set up"));
    }

    /** Asks for those of the connection only. */
    public static RedisConfig redis(Settings settings) {
        RedisConfig uri = settings.value(
                URI,
                DEFAULT_REDIS,
                "where Redis is; rediss:// for TLS, redis-sentinel:// for Sentinels",
                RedisConfig::of);
        Duration timeout = settings.duration(
                "redis-timeout",
                RedisConfig.DEFAULT_COMMAND_TIMEOUT,
                SHORTEST_TIMEOUT,
                LONGEST_TIMEOUT,
                "how long Redis may take to answer");
        RedisLogin login = login(settings, uri);
        RedisLogin sentinelLogin = sentinelLogin(settings, uri);
        RedisTls tls = tls(settings, uri);
        return uri.withCommandTimeout(timeout)
                .withLogin(login)
                .withSentinelLogin(sentinelLogin)
                .withTls(tls);
    }

    private static RedisLogin sentinelLogin(Settings settings, RedisConfig uri) {
        Optional<Path> file =
                settings.file(SENTINEL_PASSWORD_FILE, "a file with the Sentinels' own password", RedisLogin::read);
        if (file.isPresent() && !uri.usesSentinels()) {
            throw new SettingException(settings.written(SENTINEL_PASSWORD_FILE) + " is for Sentinels, but "
                    + settings.written(URI) + " is not redis-sentinel://");
        }
        return file.map(path -> RedisLogin.fromFile("", path)).orElse(RedisLogin.NONE);
    }

    private static RedisLogin login(Settings settings, RedisConfig uri) {
        String user = settings.text(USER, "", "user at Redis");
        String password = settings.value(PASSWORD, "", "its password; better the variable, or", Function.identity());
        Optional<Path> file = settings.file(PASSWORD_FILE, "a file that holds it", RedisLogin::read);
        if (!password.isEmpty() && file.isPresent()) {
            throw new SettingException(settings.written(PASSWORD) + " and " + settings.written(PASSWORD_FILE)
                    + " are given, but only one of them may be");
        }
        boolean hasPassword = !password.isEmpty() || file.isPresent();
        if (!user.isEmpty() && !hasPassword) {
            throw new SettingException(settings.written(USER) + " is given without " + settings.written(PASSWORD)
                    + " or " + settings.written(PASSWORD_FILE));
        }
        if (hasPassword && uri.uriHasLogin()) {
            throw new SettingException(settings.written(URI) + " holds a user or password, and "
                    + settings.written(file.isPresent() ? PASSWORD_FILE : PASSWORD) + " is given as well");
        }
        return file.map(path -> RedisLogin.fromFile(user, path)).orElseGet(() -> RedisLogin.of(user, password));
    }

    private static RedisTls tls(Settings settings, RedisConfig uri) {
        Optional<Path> ca = settings.file(
                CA_FILE, "CAs that may vouch for Redis, PEM; else those of Java", RedisTls::checkCertificates);
        Optional<Path> cert = settings.file(CERT_FILE, "certificate shown to Redis, PEM", RedisTls::checkCertificates);
        Optional<Path> key = settings.file(KEY_FILE, "its private key, PEM (PKCS#8)", RedisTls::checkKey);
        if (cert.isPresent() != key.isPresent()) {
            throw new SettingException(settings.written(CERT_FILE) + " and " + settings.written(KEY_FILE)
                    + " go together, but only one of them is given");
        }
        RedisTls tls = ca.map(RedisTls.SYSTEM::withCaFile).orElse(RedisTls.SYSTEM);
        if (cert.isPresent() && key.isPresent()) {
            tls = tls.withClientCertificate(cert.get(), key.get());
            checkPair(settings, tls);
        }
        if (!tls.equals(RedisTls.SYSTEM) && !uri.usesTls()) {
            String file = settings.written(ca.isPresent() ? CA_FILE : CERT_FILE);
            throw new SettingException(file + " is for TLS, but " + settings.written(URI) + " is not rediss://");
        }
        return tls;
    }

    private static void checkPair(Settings settings, RedisTls tls) {
        try {
            tls.check();
        } catch (IllegalArgumentException e) {
            throw new SettingException(settings.written(KEY_FILE) + " is of no use: " + e.getMessage());
        }
    }

    /** The failure in one line, with the settings to look at as the user wrote them. */
    public static String explain(Settings settings, RedisUnavailableException failure) {
        return failure.getMessage()
                + failure.problem()
                        .map(problem -> " (see " + String.join(", ", toSee(settings, problem)) + ")")
                        .orElse("");
    }

    private static List<String> toSee(Settings settings, ConnectProblem problem) {
        return switch (problem) {
            case ADDRESS, MASTER_NAME, PLAIN_PORT, TLS_PORT -> List.of(settings.written(URI));
            case SENTINEL_LOGIN -> List.of(settings.written(SENTINEL_PASSWORD_FILE));
            case SERVER_CERTIFICATE -> List.of(settings.written(CA_FILE), settings.written(URI));
            case CLIENT_CERTIFICATE -> List.of(settings.written(CERT_FILE), settings.written(KEY_FILE));
            case LOGIN -> login(settings);
        };
    }

    private static List<String> login(Settings settings) {
        List<String> given = Stream.of(USER, PASSWORD, PASSWORD_FILE)
                .filter(settings::isGiven)
                .map(settings::written)
                .toList();
        if (!given.isEmpty()) {
            return given;
        }
        return List.of(settings.written(URI), settings.written(USER), settings.written(PASSWORD_FILE));
    }
}
